package io.junctor.drivers.linux.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Maps the Linux kernel struct i2c_rdwr_ioctl_data (include/uapi/linux/i2c-dev.h).
 *
 * @param messages an array of {@link I2cMsg}
 * @param count how many
 */
public record I2cRdwrIoctlData(MemorySegment messages, int count) {

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          ADDRESS.withName("msgs"), JAVA_INT.withName("nmsgs"), MemoryLayout.paddingLayout(4));

  /** I2C_RDWR. */
  public static final long I2C_RDWR = 0x0707;

  public static I2cRdwrIoctlData read(MemorySegment struct) {
    return new I2cRdwrIoctlData(struct.get(ADDRESS, 0), struct.get(JAVA_INT, 8));
  }

  public void write(MemorySegment struct) {
    struct.set(ADDRESS, 0, messages);
    struct.set(JAVA_INT, 8, count);
  }
}
