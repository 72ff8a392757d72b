package io.junctor.drivers.linux.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Maps the Linux kernel struct gpio_v2_line_info (include/uapi/linux/gpio.h), without its
 * attributes.
 *
 * @param name the line's name, may be empty
 * @param consumer who holds it, may be empty
 * @param offset its number on the chip
 * @param flags bits of {@link GpioV2LineFlag}
 */
public record GpioV2LineInfo(String name, String consumer, int offset, long flags) {

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          MemoryLayout.sequenceLayout(GpioChipInfoStruct.NAME_BYTES, JAVA_BYTE).withName("name"),
          MemoryLayout.sequenceLayout(GpioChipInfoStruct.NAME_BYTES, JAVA_BYTE)
              .withName("consumer"),
          JAVA_INT.withName("offset"),
          JAVA_INT.withName("num_attrs"),
          JAVA_LONG.withName("flags"),
          MemoryLayout.sequenceLayout(GpioV2LineConfig.ATTRIBUTES_MAX, GpioV2LineAttribute.LAYOUT)
              .withName("attrs"),
          MemoryLayout.sequenceLayout(4, JAVA_INT).withName("padding"));

  /** GPIO_V2_GET_LINEINFO_IOCTL. */
  public static final long GPIO_V2_GET_LINEINFO = Ioctl.iowr(0xB4, 0x05, LAYOUT);

  private static final long OFFSET = 64;

  public static GpioV2LineInfo read(MemorySegment struct) {
    return new GpioV2LineInfo(
        Strings.read(struct, 0, GpioChipInfoStruct.NAME_BYTES),
        Strings.read(struct, 32, GpioChipInfoStruct.NAME_BYTES),
        offset(struct),
        struct.get(JAVA_LONG, 72));
  }

  /** Fills the struct as the kernel would. */
  public void write(MemorySegment struct) {
    Strings.write(struct, 0, GpioChipInfoStruct.NAME_BYTES, name);
    Strings.write(struct, 32, GpioChipInfoStruct.NAME_BYTES, consumer);
    offset(struct, offset);
    struct.set(JAVA_LONG, 72, flags);
  }

  /** Which line is asked for. */
  public static int offset(MemorySegment struct) {
    return struct.get(JAVA_INT, OFFSET);
  }

  /** Sets which line is asked for. */
  public static void offset(MemorySegment struct, int offset) {
    struct.set(JAVA_INT, OFFSET, offset);
  }

  public boolean isUsed() {
    return (flags & GpioV2LineFlag.USED) != 0;
  }

  public boolean isOutput() {
    return (flags & GpioV2LineFlag.OUTPUT) != 0;
  }
}
