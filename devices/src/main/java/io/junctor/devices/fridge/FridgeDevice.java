package io.junctor.devices.fridge;

import io.junctor.devices.loop.DeviceLoop;
import io.junctor.devices.loop.LastTask;
import io.junctor.devices.loop.OutputWatchdog;
import io.junctor.devices.thing.Device;
import io.junctor.devices.thing.ThingRuntime;
import io.junctor.drivers.Board;
import java.util.ArrayList;
import java.util.List;

/** A running fridge: its parts, started and closed together. */
public final class FridgeDevice implements Device {

  private final DeviceLoop loop;
  private final DeviceLoop watchdogLoop;
  private final ThingRuntime thing;
  private final List<Part> parts = new ArrayList<>();
  private final LastTask closing;

  /**
   * A fridge that has not started yet.
   *
   * @param name its part of the URI
   * @param board what it is wired to; not closed by the device
   * @param loop its own loop, closed by the device
   * @param watchdogLoop a loop on another thread, closed by the device
   */
  public FridgeDevice(
      String name, FridgeConfig config, Board board, DeviceLoop loop, DeviceLoop watchdogLoop) {
    this.loop = loop;
    this.watchdogLoop = watchdogLoop;
    thing = new ThingRuntime(FridgeThing.of(name, config), loop);
    parts.add(new RangerPart(config, thing, loop, board.serial()));
    if (config.slots() != null) {
      OutputWatchdog watchdog = new OutputWatchdog(name, watchdogLoop);
      parts.add(new SlotPart(config.slots(), thing, loop, board, watchdog));
    }
    if (config.door() != null) {
      parts.add(new DoorPart(config.door(), thing, loop, board.gpio()));
    }
    if (config.compressor() != null) {
      parts.add(new CompressorPart(config.compressor(), thing, loop, board.gpio()));
    }
    if (config.temperature() != null) {
      parts.add(new TemperaturePart(config.temperature(), thing, loop, board));
    }
    closing = new LastTask(name, loop, this::closeParts);
    loop.onCrash(cause -> parts.forEach(part -> part.safe("internal error: " + cause)));
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
          parts.forEach(Part::start);
        });
  }

  @Override
  public void safe(String why) {
    loop.execute(() -> parts.forEach(part -> part.safe(why)));
  }

  @Override
  public void close() {
    closing.runAndClose();
    watchdogLoop.close();
  }

  private void closeParts() {
    parts.forEach(Part::close);
    thing.offline("closed");
  }
}
