package io.junctor.server;

import java.time.Duration;
import java.util.concurrent.Future;

/** Time as outboxes need it. Thread-safe. */
interface Timekeeper {

  /** As {@link System#nanoTime}. */
  long nanoTime();

  /** Runs a task later, on any thread. */
  Future<?> after(Duration delay, Runnable task);
}
