package io.junctor.netty;

import io.junctor.wamp.transport.TransportAcceptor;
import io.junctor.wamp.transport.TransportDetails;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What a link over WebSocket is made of, once its handshake is complete.
 *
 * @param channel the connection.
 * @param details what is known of it.
 * @param masks whether frames to the peer are masked: a client's are.
 * @param batched whether several WAMP messages may come in one of WebSocket.
 * @param deflate its compression; null for none.
 * @param limits its bounds.
 * @param acceptor who takes it.
 */
record WebSocketLink(
    Channel channel,
    TransportDetails details,
    boolean masks,
    boolean batched,
    @Nullable MessageDeflate deflate,
    LinkLimits limits,
    TransportAcceptor acceptor) {

  /** Makes links; another one than the product's only where the framing alone is tested. */
  @FunctionalInterface
  interface Maker {

    /** Makes the last handler of the link's channel. */
    NettyWebSocketTransport make(WebSocketLink link);
  }
}
