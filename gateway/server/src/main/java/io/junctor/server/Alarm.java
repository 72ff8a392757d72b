package io.junctor.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Rings once, not later than the earliest time it was set to. It may ring early: a deadline that
 * went away does not cost a cancelled timer each time. Owned by whoever has taken the realm.
 */
final class Alarm {

  private final RealmLoop.Timer timer;
  private final Runnable onRing;
  private @Nullable Instant ringsAt;
  private @Nullable Future<?> ringing;
  private boolean stopped;

  /**
   * An alarm that is not set.
   *
   * @param onRing called on any thread; calls {@link #onRang} once it has the realm.
   */
  Alarm(RealmLoop.Timer timer, Runnable onRing) {
    this.timer = timer;
    this.onRing = onRing;
  }

  /** Sees to it that it rings at the deadline at the latest; null: nothing to do. */
  void set(@Nullable Instant deadline, InstantSource clock) {
    if (deadline == null || stopped || (ringsAt != null && !deadline.isBefore(ringsAt))) {
      return;
    }
    cancel();
    ringsAt = deadline;
    Duration delay = Duration.between(clock.instant(), deadline);
    ringing = timer.after(delay.isNegative() ? Duration.ZERO : delay, onRing);
  }

  /** It has rung and may be set again. */
  void onRang() {
    ringsAt = null;
    ringing = null;
  }

  /** Never rings again. */
  void stop() {
    stopped = true;
    cancel();
  }

  private void cancel() {
    if (ringing != null) {
      ringing.cancel(false);
    }
  }
}
