package io.junctor.server;

import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.session.SessionOutput;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.uri.ErrorUri;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session before it has joined: what its peer sends is done one after the other on the threads
 * for handshakes (proofs cost CPU), in a bounded time, and its link counts as half open. Any
 * thread.
 */
final class Handshake {

  private static final Logger log = LoggerFactory.getLogger(Handshake.class);

  /** A handshake has at most five messages from the peer; more before WELCOME are an attack. */
  private static final int MESSAGES_MAX = 16;

  private final RouterServer server;
  private final Transport transport;
  private final Mailbox tasks;
  private final HandshakeTime time;
  private final AtomicBoolean open = new AtomicBoolean(true);

  /**
   * Begins one.
   *
   * @param onTimeout called when it has taken too long.
   */
  Handshake(RouterServer server, Transport transport, Mailbox tasks, Runnable onTimeout) {
    this.server = server;
    this.transport = transport;
    this.tasks = tasks;
    this.time =
        new HandshakeTime(server.handshakeTime(), server.limits().handshakeTimeout(), onTimeout);
  }

  /** Whether more waits than any peer has to say. */
  boolean isFull() {
    return tasks.size() >= MESSAGES_MAX;
  }

  /** Runs a task after those before it. */
  void post(Runnable task) {
    tasks.post(task);
  }

  /**
   * Waits for a step of the authentication.
   *
   * @param input runs a task where the session's state machine may be called.
   * @param onStep what is called there with the step; not when the link is gone before.
   */
  void await(
      SessionOutput.AwaitStep await,
      Consumer<Runnable> input,
      Consumer<Supplier<AuthStep>> onStep) {
    if (!await.timed()) {
      time.waitFor(await.next());
    }
    var _ =
        await
            .next()
            .whenComplete(
                (next, failure) -> {
                  if (!(failure instanceof CancellationException)) {
                    input.accept(
                        () -> {
                          time.goOn();
                          onStep.accept(orDenied(next, failure));
                        });
                  }
                });
  }

  private Supplier<AuthStep> orDenied(
      @Nullable Supplier<AuthStep> next, @Nullable Throwable failure) {
    if (next != null) {
      return next;
    }
    log.warn(
        "authentication not decided peer={} cause={}",
        transport.details().peer(),
        String.valueOf(failure));
    return () -> new AuthStep.Deny(ErrorUri.AUTHENTICATION_FAILED, "authentication failed");
  }

  /** The session has joined, or its link is gone. What was posted is still done. */
  void over() {
    if (open.compareAndSet(true, false)) {
      time.end();
      server.handshakeOver(transport);
    }
  }
}
