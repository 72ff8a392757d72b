package io.junctor.server;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportAcceptor;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.transport.TransportHandler;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Joins components of this process to the router without sockets or serialization: messages cross
 * as the values they are. The router sees an ordinary session of the kind {@code LOCAL}.
 */
public final class LocalConnector implements Connector {

  private final TransportAcceptor acceptor;
  private final Executor executor;
  private final String peer;
  private final boolean secure;

  /**
   * A connector to the router behind an acceptor, for this process itself.
   *
   * @param executor runs both ends' handlers, each end's one at a time.
   */
  public LocalConnector(TransportAcceptor acceptor, Executor executor) {
    this(acceptor, executor, TransportDetails.THIS_PROCESS, true);
  }

  /** The same for somebody else, whom this process has a link with. */
  LocalConnector(TransportAcceptor acceptor, Executor executor, String peer, boolean secure) {
    this.acceptor = acceptor;
    this.executor = executor;
    this.peer = peer;
    this.secure = secure;
  }

  @Override
  public CompletionStage<Transport> connect(TransportHandler handler) {
    TransportDetails details =
        new TransportDetails(TransportDetails.Kind.LOCAL, Format.MSGPACK, peer, secure);
    LocalTransport client = new LocalTransport(details, executor);
    LocalTransport router = new LocalTransport(details, executor);
    client.join(router);
    router.join(client);
    client.start(handler);
    CompletableFuture<Transport> opened = new CompletableFuture<>();
    try {
      router.onOwnThread(
          () -> {
            router.start(acceptor.accept(router));
            client.onOwnThread(() -> opened.complete(client));
          });
    } catch (RejectedExecutionException e) {
      opened.completeExceptionally(new IOException("the router of this process has stopped", e));
    }
    return opened;
  }

  @Override
  public String target() {
    return "this process";
  }
}
