package io.junctor.devices.modbus;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.devices.loop.LoopSimClock;
import io.junctor.devices.loop.ManualLoop;
import io.junctor.devices.modbus.sim.ModbusSimulation;
import io.junctor.devices.sim.BoardWiring;
import io.junctor.devices.thing.Caller;
import io.junctor.devices.thing.PropertyState;
import io.junctor.devices.thing.ThingException;
import io.junctor.drivers.sim.SimBoard;
import io.junctor.drivers.sim.SimModbusServer;
import io.junctor.drivers.sim.SimModbusUnit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A machine on a simulated board, all in time that a test moves. */
final class ModbusBench {

  final ManualLoop loop = new ManualLoop();
  final SimBoard board = new SimBoard(new LoopSimClock(loop));
  final Caller caller = Caller.of("tester");
  final ModbusSimulation world;
  final SimModbusServer server;
  final SimModbusUnit unit;
  final ModbusDevice device;

  ModbusBench(ModbusConfig config) {
    world = ModbusSimulation.attach(new BoardWiring(board), config, 1);
    server = world.server();
    unit = world.unit();
    device = new ModbusDevice("press", config, board, loop, loop.beside());
  }

  /** Sets and lets a second pass. */
  CompletableFuture<PropertyState> set(String property, Object value) {
    CompletableFuture<PropertyState> done = device.thing().set(property, value, caller);
    loop.advance(Duration.ofSeconds(1));
    return done;
  }

  ThingException failure(CompletableFuture<PropertyState> done) {
    Throwable cause = assertThrows(CompletionException.class, done::join).getCause();
    return assertInstanceOf(ThingException.class, cause);
  }
}
