package io.junctor.drivers.linux;

import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioOutput;
import io.junctor.drivers.linux.kernel.Kernel;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output line requested from the kernel. Setting and closing exclude each other, so that nothing
 * is set after the safe level.
 */
final class LinuxGpioOutput implements GpioOutput {

  private static final Logger LOG = LoggerFactory.getLogger(LinuxGpioOutput.class);

  private final LineFile file;
  private final boolean safe;
  private final Consumer<AutoCloseable> onClose;
  private boolean isClosed;

  LinuxGpioOutput(
      LineRequest.Opened line, Kernel kernel, boolean safe, Consumer<AutoCloseable> onClose) {
    this.file = new LineFile(line, kernel);
    this.safe = safe;
    this.onClose = onClose;
  }

  @Override
  public String where() {
    return file.where();
  }

  @Override
  public synchronized void set(boolean active) throws GpioException {
    if (isClosed) {
      throw new IllegalStateException(where() + " is closed");
    }
    file.set(active);
  }

  @Override
  public boolean isActive() throws GpioException {
    return file.isActive();
  }

  @Override
  public boolean safe() {
    return safe;
  }

  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      file.set(safe);
    } catch (GpioException e) {
      LOG.warn("Output not brought to its safe level line={} cause={}", where(), e.getMessage());
    }
    file.close();
    onClose.accept(this);
  }
}
