package io.junctor.app.node;

import io.junctor.app.config.WorkersConfig;
import io.junctor.netty.NettyListener;
import io.junctor.netty.NettyLoops;
import io.junctor.wamp.transport.TransportAcceptor;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Unix socket that workers bring their things over. */
final class WorkerDoor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WorkerDoor.class);

  private static final int CLOSE_SECONDS_MAX = 5;

  private final NettyListener listener;

  private WorkerDoor(NettyListener listener) {
    this.listener = listener;
  }

  /**
   * Opens it.
   *
   * @param guard takes the links of workers and nobody else's.
   */
  static WorkerDoor open(@Nullable WorkersConfig workers, NettyLoops loops, TransportAcceptor guard)
      throws IOException {
    if (workers == null) {
      throw new IllegalArgumentException(
          "workers: expected the socket that workers join over, got nothing");
    }
    if (!loops.isEpoll()) {
      throw new IOException(
          "workers.socket "
              + workers.socket()
              + ": the users of its peers are only known with epoll, which is not available here");
    }
    return new WorkerDoor(NettyListener.start(loops, WorkerLink.listener(workers), guard));
  }

  /** Where it is, {@code unix:/path}. */
  String address() {
    return listener.address();
  }

  /** Accepts no more; open links go on. */
  void stopAccepting() {
    await(listener.stopAccepting());
  }

  @Override
  public void close() {
    await(listener.close());
  }

  private void await(CompletionStage<Void> done) {
    try {
      done.toCompletableFuture().get(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("listener={} cause={}: not closed cleanly", address(), e.toString());
    }
  }
}
