package io.junctor.devices.thing;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a property's new state is worth publishing. A function of the states offered and
 * monotonic time; owned by the device's loop.
 */
final class PropertyGate {

  /** What to do with the state that was offered. */
  sealed interface Decision {
    /** Publish it. */
    record Now() implements Decision {}

    /** Offer the newest state again after this time. */
    record Later(Duration delay) implements Decision {}

    /** Nobody needs to know. */
    record Never() implements Decision {}
  }

  private final Publishing publishing;
  private @Nullable PropertyState last;
  private long lastNanos;

  PropertyGate(Publishing publishing) {
    this.publishing = publishing;
  }

  Decision offer(PropertyState state, long nowNanos) {
    if (last == null || isAnotherSituation(state, last)) {
      return publish(state, nowNanos);
    }
    long sinceNanos = nowNanos - lastNanos;
    if (sinceNanos >= publishing.maximumInterval().toNanos()) {
      return publish(state, nowNanos);
    }
    if (!isAnotherValue(state, last)) {
      return new Decision.Never();
    }
    long waitNanos = publishing.minimumInterval().toNanos() - sinceNanos;
    return waitNanos <= 0
        ? publish(state, nowNanos)
        : new Decision.Later(Duration.ofNanos(waitNanos));
  }

  /** Forgets what was published, so that the next state is. */
  void reset() {
    last = null;
  }

  private Decision publish(PropertyState state, long nowNanos) {
    last = state;
    lastNanos = nowNanos;
    return new Decision.Now();
  }

  private static boolean isAnotherSituation(PropertyState state, PropertyState before) {
    return state.quality() != before.quality()
        || !Objects.equals(state.reason(), before.reason())
        || !Objects.equals(state.desired(), before.desired())
        || !Objects.equals(state.pending(), before.pending())
        || (state.value() == null) != (before.value() == null);
  }

  private boolean isAnotherValue(PropertyState state, PropertyState before) {
    if (state.value() instanceof Double value && before.value() instanceof Double old) {
      double moved = Math.abs(value - old);
      return moved > 0 && moved >= publishing.deadband();
    }
    return !Objects.equals(state.value(), before.value());
  }
}
