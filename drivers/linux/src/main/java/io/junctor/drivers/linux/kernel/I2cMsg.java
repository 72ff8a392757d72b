package io.junctor.drivers.linux.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Maps the Linux kernel struct i2c_msg (include/uapi/linux/i2c.h).
 *
 * @param address 7-bit
 * @param isRead I2C_M_RD
 * @param length in bytes
 * @param buffer what is sent or filled
 */
public record I2cMsg(int address, boolean isRead, int length, MemorySegment buffer) {

  private static final short I2C_M_RD = 0x0001;

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("addr"),
          JAVA_SHORT.withName("flags"),
          JAVA_SHORT.withName("len"),
          MemoryLayout.paddingLayout(2),
          ADDRESS.withName("buf"));

  /** The n-th of an array. */
  public static I2cMsg read(MemorySegment array, int index) {
    long base = index * LAYOUT.byteSize();
    return new I2cMsg(
        array.get(JAVA_SHORT, base),
        array.get(JAVA_SHORT, base + 2) == I2C_M_RD,
        array.get(JAVA_SHORT, base + 4),
        array.get(ADDRESS, base + 8));
  }

  /** Makes this the n-th of an array. */
  public void write(MemorySegment array, int index) {
    long base = index * LAYOUT.byteSize();
    array.set(JAVA_SHORT, base, (short) address);
    array.set(JAVA_SHORT, base + 2, isRead ? I2C_M_RD : 0);
    array.set(JAVA_SHORT, base + 4, (short) length);
    array.set(ADDRESS, base + 8, buffer);
  }
}
