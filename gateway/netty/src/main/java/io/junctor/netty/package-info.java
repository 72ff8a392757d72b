/**
 * Sockets to transports, both sides: WebSocket and RawSocket over TCP, TLS and Unix domain sockets,
 * and the plain HTTP that shares the WebSocket's port.
 *
 * <p>Data flow, one way in and one way out:
 *
 * <pre>
 *  socket → [TLS] → gate → HTTP or RawSocket handshake → {@link io.junctor.netty.FrameReader}
 *      → {@link io.junctor.netty.NettyTransport} → Serializer.decode → TransportHandler
 *  Transport.send (any thread) → Outgoing.bytes → {@link io.junctor.netty.OutgoingQueue}
 *      → {@link io.junctor.netty.Round}, on the loop: write …, flush once → socket
 * </pre>
 *
 * <p>Owner thread: everything except {@code send}, {@code isWritable} and {@code close} belongs to
 * the channel's event loop; {@link io.junctor.netty.NettyLoops} holds these threads. This is the
 * only WAMP code that sees a {@code ByteBuf}; a frame is copied once, into the array the serializer
 * gets.
 *
 * <p>What is not here: sessions, ABORT and GOODBYE (they are the handler's), queues for slow
 * readers (the shell's), reconnecting (the component's), HTTP/2.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-transports">WAMP: Transports</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455">RFC 6455: The WebSocket Protocol</a>
 */
@NullMarked
package io.junctor.netty;

import org.jspecify.annotations.NullMarked;
