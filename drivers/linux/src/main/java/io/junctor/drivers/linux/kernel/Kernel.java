package io.junctor.drivers.linux.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The system calls the drivers use. Thread-safe; every failure is an {@link ErrnoException} with
 * the call's name.
 *
 * <p>{@link FfmKernel} is the real one; tests bring their own.
 */
public interface Kernel {

  /** open(2) flags. */
  int O_RDWR = 2;

  /** The same on all architectures we run on. */
  int O_CLOEXEC = 0x80000;

  /** Opens a device node and returns its file descriptor. */
  int open(String path, int flags) throws ErrnoException;

  /** close(2). An error is of no use to anybody and is not reported. */
  void close(int fd);

  /** ioctl(2) with a pointer to a struct the kernel reads or fills. */
  int ioctl(int fd, String name, long request, MemorySegment argument) throws ErrnoException;

  /** ioctl(2) with a number. */
  int ioctl(int fd, String name, long request, long argument) throws ErrnoException;

  /** read(2) into the segment; returns the bytes read. */
  long read(int fd, MemorySegment buffer) throws ErrnoException;

  /** write(2) from the segment; returns the bytes written. */
  long write(int fd, MemorySegment buffer) throws ErrnoException;

  /**
   * poll(2).
   *
   * @param fds an array of {@link PollFd}
   * @param timeoutMillis -1 to wait for ever
   * @return how many have events, 0 on time-out or interruption by a signal
   */
  int poll(MemorySegment fds, int count, int timeoutMillis) throws ErrnoException;

  /** eventfd(2): a counter to wake a poll with, non-blocking and close-on-exec. */
  int eventFd() throws ErrnoException;
}
