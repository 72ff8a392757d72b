package io.junctor.drivers.linux.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Maps the Linux kernel struct gpio_v2_line_values (include/uapi/linux/gpio.h).
 *
 * @param bits bit n: the n-th line of the request is active
 * @param mask bit n: the n-th line of the request is meant
 */
public record GpioV2LineValues(long bits, long mask) {

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(JAVA_LONG.withName("bits"), JAVA_LONG.withName("mask"));

  /** GPIO_V2_LINE_GET_VALUES_IOCTL. */
  public static final long GPIO_V2_LINE_GET_VALUES = Ioctl.iowr(0xB4, 0x0E, LAYOUT);

  /** GPIO_V2_LINE_SET_VALUES_IOCTL. */
  public static final long GPIO_V2_LINE_SET_VALUES = Ioctl.iowr(0xB4, 0x0F, LAYOUT);

  public static GpioV2LineValues read(MemorySegment struct) {
    return new GpioV2LineValues(struct.get(JAVA_LONG, 0), struct.get(JAVA_LONG, 8));
  }

  public void write(MemorySegment struct) {
    struct.set(JAVA_LONG, 0, bits);
    struct.set(JAVA_LONG, 8, mask);
  }
}
