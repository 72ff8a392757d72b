package io.junctor.drivers.linux;

import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioException.Kind;
import io.junctor.drivers.linux.kernel.Errno;
import io.junctor.drivers.linux.kernel.ErrnoException;

/** What the kernel's error numbers mean for a GPIO line. */
final class GpioErrors {

  private GpioErrors() {}

  static GpioException of(String where, ErrnoException cause) {
    Kind kind =
        switch (cause.errno()) {
          case Errno.ENOENT, Errno.ENXIO -> Kind.NOT_FOUND;
          case Errno.EBUSY -> Kind.BUSY;
          case Errno.EACCES, Errno.EPERM -> Kind.PERMISSION;
          case Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOTSUPP, Errno.ENOTTY -> Kind.UNSUPPORTED;
          case Errno.ENODEV -> Kind.REMOVED;
          default -> Kind.IO;
        };
    return new GpioException(kind, where, String.valueOf(cause.getMessage()), cause);
  }
}
