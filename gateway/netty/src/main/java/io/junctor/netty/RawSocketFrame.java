package io.junctor.netty;

import io.junctor.wamp.rawsocket.FrameType;

/**
 * A RawSocket frame.
 *
 * @param type what it is.
 * @param payload its bytes; given away with the frame.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record RawSocketFrame(FrameType type, byte[] payload) {}
