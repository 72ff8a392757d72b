package io.junctor.devices.knob;

import io.junctor.devices.knob.KnobController.Output;
import io.junctor.devices.loop.DeviceLoop;
import io.junctor.devices.loop.LastTask;
import io.junctor.devices.loop.LoopTimer;
import io.junctor.devices.loop.OutputWatchdog;
import io.junctor.devices.thing.Caller;
import io.junctor.devices.thing.Device;
import io.junctor.devices.thing.PropertyState;
import io.junctor.devices.thing.ThingException;
import io.junctor.devices.thing.ThingRuntime;
import io.junctor.drivers.Board;
import io.junctor.drivers.i2c.I2cException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running knob: measures and controls at a fixed rate, one call at a time moves it.
 *
 * <p>State belongs to the device's loop.
 */
public final class KnobDevice implements Device {

  /** 50 Hz: the knob turns 3.6 degrees at full default speed between two looks. */
  static final Duration PERIOD = Duration.ofMillis(20);

  /** How often the motor's chip is asked whether it is still set up. */
  private static final int CHIP_CHECK_TICKS = 25;

  /** Progress to the caller no more often than this: what an eye can follow. */
  private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(KnobDevice.class);

  /** The call that moves the knob. */
  private record Move(double target, Caller caller, CompletableFuture<PropertyState> done) {}

  private final DeviceLoop loop;
  private final DeviceLoop watchdogLoop;
  private final ThingRuntime thing;
  private final KnobSensor sensor;
  private final KnobMotor motor;
  private final KnobController controller;
  private final KnobConfig config;
  private final LastTask closing;

  // the loop's
  private @Nullable LoopTimer timer;
  private @Nullable Move move;
  private boolean isMotorReady;
  private int ticksToCheck;
  private long lastProgressNanos;

  /**
   * A knob that has not started yet.
   *
   * @param name its part of the URI
   * @param board what it is wired to; not closed by the device
   * @param loop its own loop, closed by the device
   * @param watchdogLoop a loop on another thread, closed by the device
   */
  public KnobDevice(
      String name, KnobConfig config, Board board, DeviceLoop loop, DeviceLoop watchdogLoop) {
    this.config = config;
    this.loop = loop;
    this.watchdogLoop = watchdogLoop;
    thing = new ThingRuntime(KnobThing.of(name, config), loop);
    sensor = new KnobSensor(config, board, loop::pauseNanos);
    motor =
        new KnobMotor(
            config.motor(),
            board,
            loop,
            new OutputWatchdog(name, watchdogLoop),
            () -> loop.execute(() -> end(watchdogFired())));
    controller = new KnobController(config);
    closing = new LastTask(name, loop, this::closeParts);
    thing.setter(KnobThing.POSITION, this::set);
    thing.actor(KnobThing.STOP, this::stop);
    loop.onCrash(cause -> stopNow("internal error: " + cause));
  }

  @Override
  public ThingRuntime thing() {
    return thing;
  }

  @Override
  public DeviceLoop loop() {
    return loop;
  }

  @Override
  public void start() {
    loop.execute(
        () -> {
          thing.online();
          timer = loop.every(PERIOD, this::tick);
          tick();
        });
  }

  @Override
  public void safe(String why) {
    loop.execute(() -> stopNow(why));
  }

  @Override
  public void close() {
    closing.runAndClose();
    watchdogLoop.close();
  }

  private void closeParts() {
    if (timer != null) {
      timer.cancel();
    }
    stopNow("the device is closed");
    thing.offline("closed");
  }

  // ---- calls

  private void set(Object value, Caller caller, CompletableFuture<PropertyState> done) {
    double target = (Double) value;
    PropertyState position = thing.property(KnobThing.POSITION);
    if (position.value() == null || !isMotorReady) {
      String why = position.value() == null ? position.reason() : motorReason();
      done.completeExceptionally(ThingException.unavailable(String.valueOf(why)));
      return;
    }
    Move before = move;
    Move now = new Move(target, caller, done);
    move = now;
    if (before != null) {
      before.done.completeExceptionally(
          ThingException.superseded("a newer target, " + target + " deg, replaced this one"));
    }
    thing.want(KnobThing.POSITION, target, caller);
    controller.moveTo(target, (Double) position.value(), loop.nanoTime());
    thing.report(KnobThing.MOVING, true);
    var _ = done.whenComplete((state, cause) -> onDone(now));
  }

  /** On whichever thread ended it: a cancelled call must not move the knob any further. */
  private void onDone(Move ended) {
    try {
      loop.execute(
          () -> {
            if (ended.equals(move)) {
              end(null);
            }
          });
    } catch (RejectedExecutionException closed) {
      LOG.trace("call ended after the device device={}", thing.thing().name());
    }
  }

  private void stop(
      Map<String, Object> input, Caller caller, CompletableFuture<Map<String, Object>> done) {
    end(ThingException.superseded("stopped by " + caller.who()));
    Object position = thing.property(KnobThing.POSITION).value();
    if (motor.isOffConfirmed() && position != null) {
      done.complete(Map.of(KnobThing.POSITION, position));
    } else {
      done.completeExceptionally(ThingException.unavailable("stopped, but cannot be read back"));
    }
  }

  // ---- control

  private void tick() {
    checkMotor();
    double position;
    try {
      position = sensor.readDegrees();
    } catch (I2cException failed) {
      String reason = String.valueOf(failed.getMessage());
      controller.forget();
      end(ThingException.unavailable(reason));
      thing.failed(KnobThing.POSITION, reason);
      return;
    }
    thing.report(KnobThing.POSITION, position);
    dropOldDesire(position);
    switch (controller.step(position, loop.nanoTime())) {
      case Output.Resting resting -> motorOff();
      case Output.Moving(double duty) -> push(duty);
      case Output.Arrived(double target) -> arrived(target);
      case Output.Stalled(String reason) -> stalled(reason, position);
    }
  }

  private void checkMotor() {
    if (isMotorReady && --ticksToCheck > 0) {
      return;
    }
    ticksToCheck = CHIP_CHECK_TICKS;
    try {
      motor.ensureStarted();
      isMotorReady = true;
      thing.report(KnobThing.MOVING, controller.isMoving());
    } catch (I2cException failed) {
      motorFailed(failed);
    }
  }

  private void push(double duty) {
    try {
      motor.drive(duty);
      sendProgress();
    } catch (I2cException failed) {
      motorFailed(failed);
    }
  }

  private void motorOff() {
    try {
      motor.off();
    } catch (I2cException failed) {
      motorFailed(failed); // and again with the next tick, until the chip confirms
    }
  }

  private void motorFailed(I2cException cause) {
    isMotorReady = false;
    String reason = "motor driver: " + cause.getMessage();
    thing.failed(KnobThing.MOVING, reason);
    if (move != null) {
      end(ThingException.unavailable(reason));
    }
  }

  private @Nullable String motorReason() {
    return thing.property(KnobThing.MOVING).reason();
  }

  private void sendProgress() {
    Move current = move;
    if (current != null && loop.nanoTime() - lastProgressNanos >= PROGRESS_INTERVAL.toNanos()) {
      lastProgressNanos = loop.nanoTime();
      current.caller.progress().accept(thing.property(KnobThing.POSITION).json());
    }
  }

  /** Turned by hand after it arrived: nobody wants the old target any more. */
  private void dropOldDesire(double position) {
    if (move == null
        && thing.property(KnobThing.POSITION).desired() instanceof Double desired
        && Math.abs(position - desired) > 2 * config.toleranceDegrees()) {
      thing.settle(KnobThing.POSITION, null);
    }
  }

  private void arrived(double target) {
    motorOff();
    Move ended = move;
    move = null;
    thing.settle(KnobThing.POSITION, target);
    if (isMotorReady) {
      thing.report(KnobThing.MOVING, false);
    }
    if (ended != null) {
      ended.done.complete(thing.property(KnobThing.POSITION));
    }
  }

  private void stalled(String reason, double position) {
    thing.event(KnobThing.STALL, Map.of(KnobThing.POSITION, position));
    end(ThingException.stalled(reason, Map.of(KnobThing.POSITION, position)));
  }

  private ThingException watchdogFired() {
    return ThingException.limit(
        "the control loop was late; the watchdog switched the motor off", Map.of());
  }

  private void stopNow(String why) {
    end(ThingException.unavailable(why));
  }

  /** Ends the move under way, if any, motor off; the caller is told the cause, unless it knows. */
  private void end(@Nullable ThingException cause) {
    controller.stop();
    Move ended = move;
    move = null;
    motorOff();
    if (ended == null) {
      return;
    }
    thing.settle(KnobThing.POSITION, null);
    if (isMotorReady) {
      thing.report(KnobThing.MOVING, false);
    }
    if (cause != null) {
      ended.done.completeExceptionally(cause);
    }
  }
}
