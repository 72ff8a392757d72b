package io.junctor.drivers.linux.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Maps the Linux kernel struct pollfd (include/uapi/asm-generic/poll.h).
 *
 * @param fd the file descriptor
 * @param events what is waited for
 * @param returned what happened
 */
public record PollFd(int fd, short events, short returned) {

  public static final short POLLIN = 0x0001;
  public static final short POLLERR = 0x0008;
  public static final short POLLHUP = 0x0010;
  public static final short POLLNVAL = 0x0020;

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("fd"), JAVA_SHORT.withName("events"), JAVA_SHORT.withName("revents"));

  /** The n-th of an array. */
  public static PollFd read(MemorySegment array, int index) {
    long base = index * LAYOUT.byteSize();
    return new PollFd(
        array.get(JAVA_INT, base),
        array.get(JAVA_SHORT, base + 4),
        array.get(JAVA_SHORT, base + 6));
  }

  /** Makes this the n-th of an array. */
  public void write(MemorySegment array, int index) {
    long base = index * LAYOUT.byteSize();
    array.set(JAVA_INT, base, fd);
    array.set(JAVA_SHORT, base + 4, events);
    array.set(JAVA_SHORT, base + 6, returned);
  }

  public boolean isReadable() {
    return (returned & POLLIN) != 0;
  }

  /** The device is gone. */
  public boolean isLost() {
    return (returned & (POLLERR | POLLHUP | POLLNVAL)) != 0;
  }
}
