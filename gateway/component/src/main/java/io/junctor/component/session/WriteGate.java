package io.junctor.component.session;

import java.util.concurrent.CompletableFuture;

/** Who waits until the link takes messages again. Owner: the lock of its {@link WampSession}. */
final class WriteGate {

  // One for all who wait: a waiter that gives up leaves nothing behind.
  private CompletableFuture<Void> opening = new CompletableFuture<>();

  CompletableFuture<Void> opening() {
    return opening;
  }

  /** Lets everybody through, when the returned action is run, outside of the lock. */
  Runnable open() {
    CompletableFuture<Void> all = opening;
    opening = new CompletableFuture<>();
    return () -> all.complete(null);
  }
}
