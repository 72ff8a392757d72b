package io.junctor.devices;

import io.junctor.devices.config.DeviceConfig;
import io.junctor.devices.loop.DeviceLoop;
import io.junctor.devices.loop.ThreadLoop;
import io.junctor.devices.sim.BoardWiring;
import io.junctor.devices.sim.Simulation;
import io.junctor.devices.thing.Device;
import io.junctor.drivers.Board;
import java.time.InstantSource;

/**
 * A kind of device.
 *
 * @param name as the configuration names it
 * @param configType the record its configuration is read into
 * @param maker makes the device
 * @param simulator makes the simulated world around it
 * @param <C> its configuration
 */
public record DeviceKind<C extends DeviceConfig>(
    String name, Class<C> configType, Maker<C> maker, Simulator<C> simulator) {

  /** Makes a device that has not started. */
  @FunctionalInterface
  public interface Maker<C extends DeviceConfig> {
    Device make(String name, C config, Board board, DeviceLoop loop, DeviceLoop watchdogLoop);
  }

  /** Puts the simulated world of a device on a board. */
  @FunctionalInterface
  public interface Simulator<C extends DeviceConfig> {
    Simulation attach(BoardWiring wiring, C config, long seed);
  }

  /**
   * Makes a device with threads of its own; not started.
   *
   * @param deviceName its part of the URI, unique on the site
   * @param config of this kind's {@link #configType}
   * @param board what it is wired to; not closed by the device
   * @param clock what its stamps are taken from
   * @throws IllegalArgumentException if the name or the configuration is not right
   */
  public Device create(String deviceName, DeviceConfig config, Board board, InstantSource clock) {
    return maker.make(
        deviceName,
        requireType(config),
        board,
        new ThreadLoop(deviceName, clock),
        new ThreadLoop(deviceName + "-watchdog", clock));
  }

  /**
   * Puts the simulated world of a device on a board, before the device starts.
   *
   * @param seed the same seed gives the same world
   */
  public Simulation simulate(BoardWiring wiring, DeviceConfig config, long seed) {
    return simulator.attach(wiring, requireType(config), seed);
  }

  private C requireType(DeviceConfig config) {
    if (!configType.isInstance(config)) {
      throw new IllegalArgumentException(
          name
              + ": expected a "
              + configType.getSimpleName()
              + ", got a "
              + config.getClass().getSimpleName());
    }
    return configType.cast(config);
  }
}
