package io.junctor.drivers.linux.kernel;

/** Requests and bits of include/uapi/linux/i2c-dev.h and i2c.h that carry no struct. */
public final class I2cDev {

  /** Uses this 7-bit address from now on; EBUSY if a kernel driver has it. */
  public static final long I2C_SLAVE = 0x0703;

  /** Fills an unsigned long with the I2C_FUNC bits. */
  public static final long I2C_FUNCS = 0x0705;

  public static final long I2C_FUNC_I2C = 0x0000_0001;
  public static final long I2C_FUNC_SMBUS_QUICK = 0x0001_0000;
  public static final long I2C_FUNC_SMBUS_BYTE = 0x0006_0000;
  public static final long I2C_FUNC_SMBUS_BYTE_DATA = 0x0018_0000;
  public static final long I2C_FUNC_SMBUS_WORD_DATA = 0x0060_0000;
  public static final long I2C_FUNC_SMBUS_I2C_BLOCK = 0x0C00_0000;

  private I2cDev() {}
}
