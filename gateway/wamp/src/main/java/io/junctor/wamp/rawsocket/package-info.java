/**
 * RawSocket framing without sockets: the four octets of the handshake, and the four octets before
 * each frame. Both are handled as one {@code int}, highest octet first, so a transport needs no
 * array.
 *
 * <p>Data flow: a client sends {@link io.junctor.wamp.rawsocket.Handshake#toInt()}; the router
 * reads it with {@link io.junctor.wamp.rawsocket.Handshake#ofRequest} and answers with its own, or
 * with a {@link io.junctor.wamp.rawsocket.HandshakeError}; the client reads that with {@link
 * io.junctor.wamp.rawsocket.Handshake#ofReply}. Then each frame is a {@link
 * io.junctor.wamp.rawsocket.FrameHeader} and so many bytes.
 *
 * <p>What is not here: buffers, deadlines, and what is inside a frame (see {@code serializer}).
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-rawsocket-transport">WAMP:
 *     RawSocket Transport</a>
 */
@NullMarked
package io.junctor.wamp.rawsocket;

import org.jspecify.annotations.NullMarked;
