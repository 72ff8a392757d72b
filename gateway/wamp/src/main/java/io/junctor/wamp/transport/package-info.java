/**
 * What a transport is to the protocol: a bidirectional, ordered, message-based link with an
 * outgoing side that can be full.
 *
 * <p>Declared here, implemented in {@code gateway/netty} (sockets) and {@code gateway/server} (in
 * process). Data flow: a transport decodes frames and hands {@link
 * io.junctor.wamp.message.Message}s to its {@link io.junctor.wamp.transport.TransportHandler} on
 * the transport's own thread; anybody may call {@link io.junctor.wamp.transport.Transport#send}.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-transports">WAMP: Transports</a>
 */
@NullMarked
package io.junctor.wamp.transport;

import org.jspecify.annotations.NullMarked;
