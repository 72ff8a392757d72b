package io.junctor.drivers.linux.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Maps the Linux kernel struct gpio_v2_line_config_attribute (include/uapi/linux/gpio.h).
 *
 * @param attribute what
 * @param mask for which lines: bit n is the n-th line <em>of the request</em>, not line n of the
 *     chip
 */
public record GpioV2LineConfigAttribute(GpioV2LineAttribute attribute, long mask) {

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          GpioV2LineAttribute.LAYOUT.withName("attr"), JAVA_LONG.withName("mask"));

  public static GpioV2LineConfigAttribute read(MemorySegment struct) {
    return new GpioV2LineConfigAttribute(
        GpioV2LineAttribute.read(struct), struct.get(JAVA_LONG, 16));
  }

  public void write(MemorySegment struct) {
    attribute.write(struct);
    struct.set(JAVA_LONG, 16, mask);
  }
}
