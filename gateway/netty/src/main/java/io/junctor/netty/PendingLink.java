package io.junctor.netty;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.transport.TransportHandler;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;

/**
 * A link that a connector is about to open.
 *
 * @param config where to and how.
 * @param handler who will be told of everything on it.
 * @param opened completed by the handshake; failed by whatever went wrong first.
 */
record PendingLink(
    ConnectorConfig config, TransportHandler handler, CompletableFuture<Transport> opened) {

  Format format() {
    return config.format();
  }

  TransportDetails details(Channel channel, TransportDetails.Kind kind) {
    return new TransportDetails(
            kind, config.format(), Peers.of(channel), config.isTls() || config.isUnix())
        .withProofs(TlsProofs.ofOpened(channel));
  }

  void fail(Throwable cause) {
    if (!opened.isDone()) {
      opened.completeExceptionally(new ConnectFailed(config.target(), cause));
    }
  }

  void fail(String why) {
    opened.completeExceptionally(new ConnectFailed(config.target(), why));
  }
}
