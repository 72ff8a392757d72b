package io.junctor.netty;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ends a connection so that the peer can still read the last thing we said. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class Closing {

  private Closing() {}

  /**
   * Sends the last message, then closes only the outgoing half: a socket closed while the peer
   * still sends is reset by the kernel, and the reset can destroy our last frame before the peer
   * reads it. What comes in is the pipeline's to throw away until the peer closes or the close
   * timeout ends the wait. On the channel's loop.
   */
  static void gently(Channel channel, Object last, LinkLimits limits) {
    channel.writeAndFlush(last).addListener(written -> shutdownOutput(channel));
    Future<?> timeout =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  channel.close();
                },
                limits.closeTimeout().toNanos(),
                TimeUnit.NANOSECONDS);
    channel.closeFuture().addListener(closed -> timeout.cancel(false));
  }

  /** Closes the outgoing half once everything is written. */
  static void shutdownOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound();
    } else if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
  }
}
