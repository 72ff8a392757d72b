package io.junctor.drivers.linux.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps the Linux kernel struct gpio_v2_line_config (include/uapi/linux/gpio.h).
 *
 * @param flags bits of {@link GpioV2LineFlag}
 * @param attributes at most {@value #ATTRIBUTES_MAX}
 */
public record GpioV2LineConfig(long flags, List<GpioV2LineConfigAttribute> attributes) {

  /** GPIO_V2_LINE_NUM_ATTRS_MAX. */
  public static final int ATTRIBUTES_MAX = 10;

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("flags"),
          JAVA_INT.withName("num_attrs"),
          MemoryLayout.sequenceLayout(5, JAVA_INT).withName("padding"),
          MemoryLayout.sequenceLayout(ATTRIBUTES_MAX, GpioV2LineConfigAttribute.LAYOUT)
              .withName("attrs"));

  private static final long ATTRIBUTES = 32;

  public GpioV2LineConfig {
    attributes = List.copyOf(attributes);
    if (attributes.size() > ATTRIBUTES_MAX) {
      throw new IllegalArgumentException(
          "line attributes: expected 0.." + ATTRIBUTES_MAX + ", got " + attributes.size());
    }
  }

  public static GpioV2LineConfig read(MemorySegment struct) {
    List<GpioV2LineConfigAttribute> attributes = new ArrayList<>();
    for (int i = 0; i < struct.get(JAVA_INT, 8); i++) {
      attributes.add(GpioV2LineConfigAttribute.read(attribute(struct, i)));
    }
    return new GpioV2LineConfig(struct.get(JAVA_LONG, 0), attributes);
  }

  public void write(MemorySegment struct) {
    struct.set(JAVA_LONG, 0, flags);
    struct.set(JAVA_INT, 8, attributes.size());
    for (int i = 0; i < attributes.size(); i++) {
      attributes.get(i).write(attribute(struct, i));
    }
  }

  private static MemorySegment attribute(MemorySegment struct, int index) {
    long size = GpioV2LineConfigAttribute.LAYOUT.byteSize();
    return struct.asSlice(ATTRIBUTES + index * size, size);
  }
}
