package io.junctor.drivers.linux.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Maps the Linux kernel struct i2c_smbus_ioctl_data (include/uapi/linux/i2c-dev.h).
 *
 * @param isRead I2C_SMBUS_READ or I2C_SMBUS_WRITE
 * @param command the register, 0x00 to 0xFF
 * @param size the kind of transfer, for example {@link #BYTE_DATA}
 * @param data a union i2c_smbus_data, {@link #DATA}; NULL where the transfer has none
 */
public record I2cSmbusIoctlData(boolean isRead, int command, int size, MemorySegment data) {

  // I2C_SMBUS_ sizes of include/uapi/linux/i2c.h
  public static final int QUICK = 0;
  public static final int BYTE = 1;
  public static final int BYTE_DATA = 2;
  public static final int WORD_DATA = 3;
  public static final int I2C_BLOCK_DATA = 8;

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_BYTE.withName("read_write"),
          JAVA_BYTE.withName("command"),
          MemoryLayout.paddingLayout(2),
          JAVA_INT.withName("size"),
          ADDRESS.withName("data"));

  /**
   * Maps the Linux kernel union i2c_smbus_data (include/uapi/linux/i2c.h): a byte, a word, or a
   * block whose first byte is its length; I2C_SMBUS_BLOCK_MAX + 2 bytes.
   */
  public static final MemoryLayout DATA =
      MemoryLayout.sequenceLayout(34, JAVA_BYTE).withByteAlignment(2);

  /** I2C_SMBUS. */
  public static final long I2C_SMBUS = 0x0720;

  public static I2cSmbusIoctlData read(MemorySegment struct) {
    return new I2cSmbusIoctlData(
        struct.get(JAVA_BYTE, 0) == 1,
        struct.get(JAVA_BYTE, 1) & 0xFF,
        struct.get(JAVA_INT, 4),
        struct.get(ADDRESS, 8));
  }

  public void write(MemorySegment struct) {
    struct.set(JAVA_BYTE, 0, (byte) (isRead ? 1 : 0));
    struct.set(JAVA_BYTE, 1, (byte) command);
    struct.set(JAVA_INT, 4, size);
    struct.set(ADDRESS, 8, data);
  }
}
