package io.junctor.devices.knob;

import io.junctor.devices.knob.sim.KnobSimulation;
import io.junctor.devices.loop.LoopSimClock;
import io.junctor.devices.loop.ManualLoop;
import io.junctor.devices.sim.BoardWiring;
import io.junctor.devices.thing.Caller;
import io.junctor.devices.thing.PropertyState;
import io.junctor.devices.thing.Status;
import io.junctor.devices.thing.ThingException;
import io.junctor.devices.thing.ThingListener;
import io.junctor.drivers.sim.SimBoard;
import io.junctor.drivers.sim.SimI2cBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A knob with its simulated world and hand-moved time. */
final class KnobBench {

  static final Caller OPERATOR = Caller.of("operator");

  final ManualLoop loop = new ManualLoop();
  final ManualLoop watchdogLoop = loop.beside();
  final BoardWiring wiring = new BoardWiring(new SimBoard(new LoopSimClock(loop.beside())));
  final KnobSimulation world;
  final KnobDevice device;
  final List<String> events = new ArrayList<>();
  final List<PropertyState> positions = new ArrayList<>();

  KnobBench(KnobConfig config) {
    world = KnobSimulation.attach(wiring, config, 1);
    device = new KnobDevice("knob", config, wiring.board(), loop, watchdogLoop);
    device
        .thing()
        .listen(
            new ThingListener() {
              @Override
              public void onProperty(PropertyState state) {
                if (state.property().name().equals("position")) {
                  positions.add(state);
                }
              }

              @Override
              public void onStatus(Status status) {}

              @Override
              public void onEvent(String event, Map<String, Object> data) {
                events.add(event);
              }
            });
  }

  static KnobBench running() {
    return running(KnobConfig.defaults());
  }

  static KnobBench running(KnobConfig config) {
    KnobBench bench = new KnobBench(config);
    bench.device.start();
    bench.loop.advanceMillis(100);
    return bench;
  }

  PropertyState position() {
    return device.thing().property("position");
  }

  boolean isMoving() {
    return (Boolean) device.thing().property("moving").value();
  }

  CompletableFuture<PropertyState> turn(Object target) {
    return turn(target, OPERATOR);
  }

  CompletableFuture<PropertyState> turn(Object target, Caller caller) {
    CompletableFuture<PropertyState> done = device.thing().set("position", target, caller);
    loop.settle();
    return done;
  }

  SimI2cBus bus() {
    return wiring.bus("i2c-1");
  }

  static ThingException failure(CompletableFuture<?> done) {
    if (!done.isDone()) {
      throw new AssertionError("expected a failure, it has not ended");
    }
    try {
      throw new AssertionError("expected a failure, got " + done.get());
    } catch (ExecutionException failed) {
      return (ThingException) failed.getCause();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
