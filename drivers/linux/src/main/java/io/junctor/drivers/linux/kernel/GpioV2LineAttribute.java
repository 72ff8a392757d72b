package io.junctor.drivers.linux.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Maps the Linux kernel struct gpio_v2_line_attribute (include/uapi/linux/gpio.h).
 *
 * @param id enum gpio_v2_line_attr_id
 * @param value the union: flags, values (one bit per requested line), or debounce_period_us, which
 *     is 32 bits wide and the low half on the little-endian machines we run on
 */
public record GpioV2LineAttribute(int id, long value) {

  /** GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES. */
  public static final int OUTPUT_VALUES = 2;

  /** GPIO_V2_LINE_ATTR_ID_DEBOUNCE, in microseconds. */
  public static final int DEBOUNCE = 3;

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("id"), JAVA_INT.withName("padding"), JAVA_LONG.withName("value"));

  public static GpioV2LineAttribute read(MemorySegment struct) {
    return new GpioV2LineAttribute(struct.get(JAVA_INT, 0), struct.get(JAVA_LONG, 8));
  }

  public void write(MemorySegment struct) {
    struct.set(JAVA_INT, 0, id);
    struct.set(JAVA_LONG, 8, value);
  }
}
