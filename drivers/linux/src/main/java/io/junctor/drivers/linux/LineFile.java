package io.junctor.drivers.linux;

import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.linux.kernel.ErrnoException;
import io.junctor.drivers.linux.kernel.GpioV2LineValues;
import io.junctor.drivers.linux.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The file descriptor of one requested line. Thread-safe: a value is never read from or written to
 * a descriptor that was closed, which the kernel may have given to something else since.
 */
final class LineFile {

  private final LineRequest.Opened line;
  private final Kernel kernel;
  private boolean isClosed;

  LineFile(LineRequest.Opened line, Kernel kernel) {
    this.line = line;
    this.kernel = kernel;
  }

  String where() {
    return line.where();
  }

  int fd() {
    return line.fd();
  }

  synchronized boolean isActive() throws GpioException {
    requireOpen();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment struct = arena.allocate(GpioV2LineValues.LAYOUT);
      new GpioV2LineValues(0, LineRequest.THE_LINE).write(struct);
      kernel.ioctl(
          line.fd(), "GPIO_V2_LINE_GET_VALUES", GpioV2LineValues.GPIO_V2_LINE_GET_VALUES, struct);
      return (GpioV2LineValues.read(struct).bits() & LineRequest.THE_LINE) != 0;
    } catch (ErrnoException e) {
      throw GpioErrors.of(where(), e);
    }
  }

  synchronized void set(boolean active) throws GpioException {
    requireOpen();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment struct = arena.allocate(GpioV2LineValues.LAYOUT);
      new GpioV2LineValues(active ? 1 : 0, LineRequest.THE_LINE).write(struct);
      kernel.ioctl(
          line.fd(), "GPIO_V2_LINE_SET_VALUES", GpioV2LineValues.GPIO_V2_LINE_SET_VALUES, struct);
    } catch (ErrnoException e) {
      throw GpioErrors.of(where(), e);
    }
  }

  /** Returns whether this call closed it. */
  synchronized boolean close() {
    if (isClosed) {
      return false;
    }
    isClosed = true;
    kernel.close(line.fd());
    return true;
  }

  private void requireOpen() {
    if (isClosed) {
      throw new IllegalStateException(where() + " is closed");
    }
  }
}
