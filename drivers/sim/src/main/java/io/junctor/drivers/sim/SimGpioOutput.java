package io.junctor.drivers.sim;

import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioException.Kind;
import io.junctor.drivers.gpio.GpioOutput;
import io.junctor.drivers.gpio.OutputSettings;

/**
 * An opened output. Setting and closing exclude each other, so that nothing is set after the safe
 * level.
 */
final class SimGpioOutput implements GpioOutput {

  private final SimGpioLine line;
  private final OutputSettings settings;
  private volatile boolean isLost;
  private volatile boolean isClosed;

  SimGpioOutput(SimGpioLine line, OutputSettings settings) {
    this.line = line;
    this.settings = settings;
  }

  @Override
  public String where() {
    return line.where();
  }

  @Override
  public synchronized void set(boolean active) throws GpioException {
    requireUsable("set");
    line.latch(active ^ settings.activeLow());
  }

  @Override
  public boolean isActive() throws GpioException {
    requireUsable("read");
    return line.level() ^ settings.activeLow();
  }

  @Override
  public boolean safe() {
    return settings.safe();
  }

  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    if (!isLost) {
      line.latch(settings.safe() ^ settings.activeLow());
      line.released();
    }
  }

  String consumer() {
    return settings.consumer();
  }

  void lose() {
    isLost = true;
  }

  private void requireUsable(String what) throws GpioException {
    if (isClosed) {
      throw new IllegalStateException(where() + " is closed");
    }
    if (isLost) {
      throw new GpioException(Kind.REMOVED, where(), what + " failed, the chip is gone");
    }
  }
}
