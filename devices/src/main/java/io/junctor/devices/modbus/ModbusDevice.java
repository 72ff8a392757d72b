package io.junctor.devices.modbus;

import io.junctor.devices.loop.DeviceLoop;
import io.junctor.devices.loop.LoopTimer;
import io.junctor.devices.modbus.RegisterAccess.Reading;
import io.junctor.devices.thing.Device;
import io.junctor.devices.thing.ThingException;
import io.junctor.devices.thing.ThingRuntime;
import io.junctor.drivers.Board;
import io.junctor.drivers.modbus.ModbusMaster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running machine: its poller, and what it found. */
public final class ModbusDevice implements Device {

  /** How long closing waits for a request under way: the longest timeout that makes sense. */
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(ModbusDevice.class);

  private final DeviceLoop loop;
  private final DeviceLoop watchdogLoop;
  private final ModbusMaster master;
  private final List<RegisterMapping> mappings;
  private final ThingRuntime thing;
  private final ModbusPoller poller;
  private final ModbusOutputs outputs;
  private final AtomicBoolean isClosing = new AtomicBoolean();
  private final AtomicReference<@Nullable LoopTimer> worker = new AtomicReference<>();

  /**
   * A machine that has not started yet.
   *
   * @param name its part of the URI
   * @param board through which it is reached; not closed by the device
   * @param loop its own loop, closed by the device
   * @param watchdogLoop not needed, requests have timeouts; closed by the device
   */
  public ModbusDevice(
      String name, ModbusConfig config, Board board, DeviceLoop loop, DeviceLoop watchdogLoop) {
    this.loop = loop;
    this.watchdogLoop = watchdogLoop;
    mappings = ModbusThing.mappings(config.properties());
    master =
        board
            .modbus()
            .open(
                config.connection().endpoint(),
                config.unit(),
                Duration.ofMillis(config.timeoutMillis()));
    thing = new ThingRuntime(ModbusThing.of(name, config, mappings), loop);
    poller = new ModbusPoller(name, config, mappings, master, loop, new Found());
    outputs = new ModbusOutputs(thing, config.writesPerSecond(), loop::nanoTime, poller::offer);
    for (RegisterMapping mapping : mappings) {
      if (mapping.config().writable()) {
        thing.setter(
            mapping.name(), (value, caller, done) -> outputs.set(mapping, value, caller, done));
      }
    }
    loop.onCrash(cause -> goSafe("internal error: " + cause));
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
          worker.set(loop.work("modbus", poller));
        });
  }

  @Override
  public void safe(String why) {
    poller.safe(); // even if the loop hangs
    loop.execute(() -> goSafe(why));
  }

  private void goSafe(String why) {
    outputs.giveUp(why);
    poller.safe();
  }

  @Override
  public void close() {
    if (isClosing.getAndSet(true)) {
      return;
    }
    String failure = poller.close(CLOSE_WAIT);
    if (failure != null) {
      LOG.error("safe values not written device={} cause={}", thing.thing().name(), failure);
    }
    String reason =
        failure == null ? "closed" : "closed; its safe values could not be written: " + failure;
    try {
      loop.execute(() -> end(reason));
    } catch (RejectedExecutionException hangs) {
      LOG.warn("device hangs device={} cause={}", thing.thing().name(), hangs.getMessage());
    }
    loop.close();
    watchdogLoop.close();
    master.close();
  }

  private void end(String reason) {
    LoopTimer running = worker.get();
    if (running != null) {
      running.cancel();
    }
    outputs.giveUp("the device is closed");
    thing.offline(reason);
  }

  /** What the poller found, on the loop. */
  private final class Found implements PollerListener {

    @Override
    public void onReading(RegisterMapping mapping, Reading reading) {
      switch (reading) {
        case Reading.Value(Object value) -> thing.report(mapping.name(), value);
        case Reading.Odd(String reason) -> thing.failed(mapping.name(), reason);
      }
    }

    @Override
    public void onRefused(RegisterMapping mapping, String reason) {
      thing.failed(mapping.name(), reason);
    }

    @Override
    public void onBusy(RegisterMapping mapping, String reason) {
      thing.stale(mapping.name(), reason);
    }

    @Override
    public void onUp() {
      outputs.onUp();
    }

    @Override
    public void onDown(String reason, Set<RegisterMapping> owed) {
      outputs.onDown(reason);
      for (RegisterMapping mapping : mappings) {
        thing.failed(
            mapping.name(),
            owed.contains(mapping)
                ? reason
                    + ". The unit keeps its last command; the safe value "
                    + mapping.safeValue()
                    + " is written when it answers"
                : reason);
      }
    }

    @Override
    public void onWritten(Write write, Object value) {
      outputs.written(write, value);
    }

    @Override
    public void onWriteFailed(Write write, ThingException cause) {
      outputs.failed(write, cause);
    }

    @Override
    public void onSafe(RegisterMapping mapping, Object value) {
      outputs.onSafe(mapping);
    }
  }
}
