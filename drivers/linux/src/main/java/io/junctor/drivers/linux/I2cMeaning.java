package io.junctor.drivers.linux;

import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.i2c.I2cException.Kind;
import io.junctor.drivers.i2c.I2cFunction;
import io.junctor.drivers.linux.kernel.Errno;
import io.junctor.drivers.linux.kernel.ErrnoException;
import io.junctor.drivers.linux.kernel.I2cDev;
import java.util.EnumSet;
import java.util.Set;

/** What the kernel's function bits and error numbers mean for an I2C bus. */
final class I2cMeaning {

  private I2cMeaning() {}

  /** The functions an adapter has, from its I2C_FUNCS. */
  static Set<I2cFunction> functions(long bits) {
    Set<I2cFunction> functions = EnumSet.noneOf(I2cFunction.class);
    for (I2cFunction function : I2cFunction.values()) {
      long wanted =
          switch (function) {
            case PLAIN -> I2cDev.I2C_FUNC_I2C;
            case QUICK -> I2cDev.I2C_FUNC_SMBUS_QUICK;
            case BYTE -> I2cDev.I2C_FUNC_SMBUS_BYTE;
            case BYTE_DATA -> I2cDev.I2C_FUNC_SMBUS_BYTE_DATA;
            case WORD_DATA -> I2cDev.I2C_FUNC_SMBUS_WORD_DATA;
            case BLOCK_DATA -> I2cDev.I2C_FUNC_SMBUS_I2C_BLOCK;
          };
      if ((bits & wanted) == wanted) {
        functions.add(function);
      }
    }
    return functions;
  }

  /** A bus that could not be opened. */
  static I2cException notOpened(String bus, ErrnoException e) {
    Kind kind =
        switch (e.errno()) {
          case Errno.EACCES, Errno.EPERM -> Kind.PERMISSION;
          case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO -> Kind.NO_BUS;
          default -> Kind.BUS_ERROR;
        };
    return I2cException.of(kind, bus, String.valueOf(e.getMessage()));
  }

  /**
   * After Documentation/i2c/fault-codes.rst; i2c-stub and some adapters say ENODEV for an address
   * nobody has.
   */
  static I2cException failed(String bus, int address, ErrnoException e) {
    Kind kind =
        switch (e.errno()) {
          case Errno.ENXIO, Errno.EREMOTEIO, Errno.ENODEV -> Kind.ABSENT;
          case Errno.ETIMEDOUT -> Kind.TIMEOUT;
          case Errno.EBUSY -> Kind.BUSY;
          case Errno.EOPNOTSUPP, Errno.EINVAL -> Kind.UNSUPPORTED;
          case Errno.EACCES, Errno.EPERM -> Kind.PERMISSION;
          default -> Kind.BUS_ERROR;
        };
    return I2cException.at(kind, bus, address, String.valueOf(e.getMessage()));
  }
}
