package io.junctor.devices.fridge;

import io.junctor.devices.fridge.sim.FridgeSimulation;
import io.junctor.devices.loop.LoopSimClock;
import io.junctor.devices.loop.ManualLoop;
import io.junctor.devices.sim.BoardWiring;
import io.junctor.devices.thing.Caller;
import io.junctor.devices.thing.PropertyState;
import io.junctor.devices.thing.Status;
import io.junctor.devices.thing.ThingException;
import io.junctor.devices.thing.ThingListener;
import io.junctor.drivers.sim.SimBoard;
import io.junctor.drivers.sim.SimGpioLine;
import io.junctor.drivers.sim.SimI2cBus;
import io.junctor.drivers.sim.SimSerialLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A fridge with its simulated world and hand-moved time. */
final class FridgeBench {

  static final FridgeConfig CONFIG =
      new FridgeConfig(
          "Test fridge",
          new FridgeConfig.Ranger("/dev/serial0", 1_300, 300, 3_000, 0.5),
          new FridgeConfig.Slots("i2c-1", 0x20, 8, 250, 1_000, 500, 1_500, 100),
          new FridgeConfig.Door("GPIO17", false, 0),
          new FridgeConfig.Compressor("GPIO27", false, 10),
          new FridgeConfig.Temperature("i2c-1", 0x48, 11, 1_000, 0.2),
          20);

  static final Caller OPERATOR = Caller.of("operator");

  /** Solenoids are at GPB0.., pins 8.. of the chip. */
  static final int SOLENOID_PIN = 8;

  final ManualLoop loop = new ManualLoop();
  final ManualLoop watchdogLoop = loop.beside();
  final ManualLoop worldLoop = loop.beside();
  final BoardWiring wiring = new BoardWiring(new SimBoard(new LoopSimClock(worldLoop)));
  final FridgeSimulation world;
  final FridgeDevice device;
  final List<String> events = new ArrayList<>();
  final List<Status> statuses = new ArrayList<>();

  FridgeBench() {
    this(CONFIG);
  }

  FridgeBench(FridgeConfig config) {
    world = FridgeSimulation.attach(wiring, config, 1);
    device = new FridgeDevice("fridge", config, wiring.board(), loop, watchdogLoop);
    device
        .thing()
        .listen(
            new ThingListener() {
              @Override
              public void onProperty(PropertyState state) {}

              @Override
              public void onStatus(Status status) {
                statuses.add(status);
              }

              @Override
              public void onEvent(String event, Map<String, Object> data) {
                events.add(event);
              }
            });
  }

  /** Started, and measured everything once. */
  static FridgeBench running() {
    FridgeBench bench = new FridgeBench();
    bench.device.start();
    bench.loop.advanceMillis(2_000);
    return bench;
  }

  PropertyState property(String name) {
    return device.thing().property(name);
  }

  Object value(String name) {
    return property(name).value();
  }

  CompletableFuture<PropertyState> set(String name, Object value) {
    CompletableFuture<PropertyState> done = device.thing().set(name, value, OPERATOR);
    loop.settle();
    return done;
  }

  CompletableFuture<Map<String, Object>> dispense(int slot) {
    return dispense(slot, OPERATOR);
  }

  CompletableFuture<Map<String, Object>> dispense(int slot, Caller caller) {
    CompletableFuture<Map<String, Object>> done =
        device.thing().invoke("dispense", Map.of("slot", slot), caller);
    loop.settle();
    return done;
  }

  SimI2cBus bus() {
    return wiring.bus("i2c-1");
  }

  SimSerialLine serialLine() {
    return world.rangerLine();
  }

  SimGpioLine compressorLine() {
    return wiring.line("GPIO27");
  }

  /** The latch of the solenoids, as the chip has it; 0 is all off. */
  int solenoids() throws Exception {
    return bus().readByteData(0x20, 0x15);
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
