package io.junctor.component;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The only time that {@link Lifecycle} knows; tests have their own. */
interface LifecycleTime {

  /** The machine's time. */
  LifecycleTime REAL =
      new LifecycleTime() {
        @Override
        public boolean await(CompletionStage<?> until, Duration atMost)
            throws InterruptedException {
          try {
            until.toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
          } catch (ExecutionException e) {
            return true;
          } catch (TimeoutException e) {
            return false;
          }
        }

        @Override
        public long nanoTime() {
          return System.nanoTime();
        }
      };

  /**
   * Waits for a stage to complete, in whatever way.
   *
   * @return whether it did.
   */
  boolean await(CompletionStage<?> until, Duration atMost) throws InterruptedException;

  /**
   * Lets time pass before another attempt.
   *
   * @param until cuts it short.
   */
  default void pause(CompletionStage<?> until, Duration delay) throws InterruptedException {
    var _ = await(until, delay);
  }

  /** As {@link System#nanoTime}. */
  long nanoTime();
}
