package io.junctor.devices.fridge;

import io.junctor.devices.loop.DeviceLoop;
import io.junctor.devices.loop.LoopTimer;
import io.junctor.devices.loop.OutputWatchdog;
import io.junctor.devices.thing.Caller;
import io.junctor.devices.thing.Facts;
import io.junctor.devices.thing.ThingException;
import io.junctor.devices.thing.ThingRuntime;
import io.junctor.drivers.i2c.I2cException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Action {@code dispense}: one solenoid at a time, for one pulse, then waits for the bottle to
 * leave.
 *
 * <pre>
 *         dispense          pulse over            slot empty
 *  Idle ───────────► Pulsing ────────► Releasing ───────────► done
 *    ▲                  │ cancel, safe      │ cancel, timeout
 *    └──── rest ────────┴───────────────────┘
 * </pre>
 *
 * <p>The off at the end of a pulse is the loop's, not the caller's: a caller that dies changes
 * nothing. Should the loop die, the watchdog switches off. Owned by the loop.
 */
final class Dispenser {

  /** What goes on. */
  private sealed interface State {
    record Idle() implements State {}

    record Pulsing(Job job) implements State {}

    record Releasing(Job job, long deadlineNanos) implements State {}
  }

  /** One call of the action. */
  private record Job(int slot, Caller caller, CompletableFuture<Map<String, Object>> done) {
    void progress(String phase) {
      caller.progress().accept(Facts.of("phase", phase, "slot", slot));
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Dispenser.class);

  private final FridgeConfig.Slots config;
  private final SlotUnit unit;
  private final ThingRuntime thing;
  private final DeviceLoop loop;
  private final OutputWatchdog watchdog;
  private final Supplier<@Nullable List<Boolean>> bottles;
  private State state = new State.Idle();
  private @Nullable LoopTimer pulseEnd;
  private long restUntilNanos;

  /**
   * A dispenser at rest.
   *
   * @param bottles reads the slots now; null if they cannot be read
   */
  Dispenser(
      FridgeConfig.Slots config,
      SlotUnit unit,
      ThingRuntime thing,
      DeviceLoop loop,
      OutputWatchdog watchdog,
      Supplier<@Nullable List<Boolean>> bottles) {
    this.config = config;
    this.unit = unit;
    this.thing = thing;
    this.loop = loop;
    this.watchdog = watchdog;
    this.bottles = bottles;
    restUntilNanos = loop.nanoTime();
  }

  /** Begins to dispense, if the interlocks allow it. */
  void dispense(
      Map<String, Object> input, Caller caller, CompletableFuture<Map<String, Object>> done) {
    int slot = ((Long) Objects.requireNonNull(input.get("slot"))).intValue();
    try {
      requireAllowed(slot);
      Job job = new Job(slot, caller, done);
      pulse(job);
      var _ = done.whenComplete((result, cause) -> loop.execute(() -> onEnded(job)));
    } catch (ThingException refused) {
      done.completeExceptionally(refused);
    }
  }

  private void requireAllowed(int slot) throws ThingException {
    if (!(state instanceof State.Idle)) {
      throw ThingException.interlock("another bottle is being dispensed", Map.of("reason", "busy"));
    }
    long restNanos = restUntilNanos - loop.nanoTime();
    if (restNanos > 0) {
      long restMillis = (restNanos + 999_999) / 1_000_000;
      throw ThingException.interlock(
          "the solenoids rest for another " + restMillis + " ms",
          Facts.of("reason", "rest", "remainingMillis", restMillis));
    }
    List<Boolean> present = bottles.get();
    if (present == null) {
      throw ThingException.unavailable(
          "the slots cannot be read: " + thing.property(FridgeThing.SLOTS).reason());
    }
    if (!present.get(slot - 1)) {
      throw ThingException.interlock(
          "slot " + slot + " is empty", Facts.of("reason", "empty", "slot", slot));
    }
  }

  private void pulse(Job job) throws ThingException {
    state = new State.Pulsing(job);
    watchdog.arm(
        Duration.ofMillis(config.maximumOnMillis()), unit::solenoidsOff, () -> onWatchdog(job));
    try {
      unit.solenoidOn(job.slot);
    } catch (I2cException failed) {
      // whether it is on now is not known
      off();
      state = new State.Idle();
      throw ThingException.unavailable(String.valueOf(failed.getMessage()));
    }
    job.progress("pulsing");
    pulseEnd = loop.after(Duration.ofMillis(config.pulseMillis()), this::onPulseEnd);
  }

  private void onPulseEnd() {
    if (state instanceof State.Pulsing(Job job)) {
      if (!off()) {
        return; // the watchdog goes on trying and ends the job
      }
      job.progress("released");
      state = new State.Releasing(job, loop.nanoTime() + config.releaseMillis() * 1_000_000L);
    }
  }

  /** Told of each reading of the switches. */
  void onBottles(List<Boolean> present) {
    if (!(state instanceof State.Releasing(Job job, long deadlineNanos))) {
      return;
    }
    if (!present.get(job.slot - 1)) {
      long left = present.stream().filter(bottle -> bottle).count();
      state = new State.Idle();
      thing.event(FridgeThing.DISPENSED, Facts.of("slot", job.slot, "bottles", left));
      job.done.complete(Facts.of("slot", job.slot, "bottles", left));
    } else if (loop.nanoTime() > deadlineNanos) {
      state = new State.Idle();
      job.done.completeExceptionally(
          ThingException.stalled(
              "slot "
                  + job.slot
                  + ": the bottle did not leave within "
                  + config.releaseMillis()
                  + " ms",
              Map.of("slot", job.slot)));
    }
  }

  /** The call has ended in some way; if not by us, the caller does not want it any more. */
  private void onEnded(Job job) {
    switch (state) {
      case State.Pulsing(Job current) when current.equals(job) -> {
        if (off()) {
          state = new State.Idle();
        }
      }
      case State.Releasing(Job current, long deadline) when current.equals(job) ->
          state = new State.Idle();
      case State.Idle idle -> {}
      case State.Pulsing other -> {}
      case State.Releasing other -> {}
    }
  }

  /** On the watchdog's thread: solenoids are off. */
  private void onWatchdog(Job job) {
    job.done.completeExceptionally(
        ThingException.limit(
            "slot " + job.slot + ": switched off after the maximum on-time",
            Facts.of("slot", job.slot, "maximumOnMillis", config.maximumOnMillis())));
    loop.execute(
        () -> {
          state = new State.Idle();
          restUntilNanos = loop.nanoTime() + config.restMillis() * 1_000_000L;
        });
  }

  /** Switches off and ends what is under way. */
  void safe(String why) {
    State before = state;
    off();
    state = new State.Idle();
    switch (before) {
      case State.Idle idle -> {}
      case State.Pulsing(Job job) ->
          job.done.completeExceptionally(ThingException.unavailable(why));
      case State.Releasing(Job job, long deadline) ->
          job.done.completeExceptionally(ThingException.unavailable(why));
    }
  }

  /** Returns whether the chip confirmed; if not, the watchdog is left armed and goes on trying. */
  private boolean off() {
    if (pulseEnd != null) {
      pulseEnd.cancel();
      pulseEnd = null;
    }
    try {
      unit.solenoidsOff();
      watchdog.disarm();
      restUntilNanos = loop.nanoTime() + config.restMillis() * 1_000_000L;
      return true;
    } catch (I2cException failed) {
      LOG.error(
          "solenoids off not confirmed device={} cause={}",
          thing.thing().name(),
          failed.getMessage());
      return false;
    }
  }
}
