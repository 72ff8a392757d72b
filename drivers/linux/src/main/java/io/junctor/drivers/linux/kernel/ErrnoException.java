package io.junctor.drivers.linux.kernel;

import java.io.IOException;

/**
 * A system call failed; {@link #errno()} is one of {@link Errno}'s numbers or another one of the
 * kernel's.
 */
public final class ErrnoException extends IOException {

  private final int errno;

  /**
   * A failed call.
   *
   * @param call the call as a person would look it up: {@code open /dev/gpiochip0}, {@code
   *     GPIO_V2_GET_LINE}
   */
  public ErrnoException(String call, int errno) {
    super(call + " failed: " + Errno.name(errno));
    this.errno = errno;
  }

  public int errno() {
    return errno;
  }
}
