package io.junctor.devices.modbus.sim;

import io.junctor.devices.modbus.ModbusConfig;
import io.junctor.devices.modbus.SimulatedRegisters;
import io.junctor.devices.sim.BoardWiring;
import io.junctor.devices.sim.Simulation;
import io.junctor.drivers.sim.SimClock;
import io.junctor.drivers.sim.SimModbusServer;
import io.junctor.drivers.sim.SimModbusUnit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A simulated machine at its endpoint. */
public final class ModbusSimulation implements Simulation {

  private static final Duration STEP = Duration.ofMillis(500);

  private final SimClock clock;
  private final SimModbusServer server;
  private final SimModbusUnit unit;
  private final SimulatedRegisters registers;
  private final AtomicReference<SimClock.@Nullable Scheduled> next = new AtomicReference<>();
  private volatile boolean isClosed;

  private ModbusSimulation(BoardWiring wiring, ModbusConfig config, long seed) {
    clock = wiring.clock();
    server = wiring.modbus(config.connection().endpoint());
    unit = server.unit(config.unit());
    registers = new SimulatedRegisters(config, unit, seed);
  }

  /** Puts the machine where the configuration expects it. */
  public static ModbusSimulation attach(BoardWiring wiring, ModbusConfig config, long seed) {
    return new ModbusSimulation(wiring, config, seed);
  }

  /** The server it is behind, for faults. */
  public SimModbusServer server() {
    return server;
  }

  /** Its registers, for faults and for looking at what was written. */
  public SimModbusUnit unit() {
    return unit;
  }

  @Override
  public void play() {
    next.set(clock.schedule(STEP, this::step));
  }

  private void step() {
    if (!isClosed) {
      registers.step();
      next.set(clock.schedule(STEP, this::step));
    }
  }

  @Override
  public void close() {
    isClosed = true;
    SimClock.Scheduled waiting = next.get();
    if (waiting != null) {
      waiting.cancel();
    }
  }
}
