package io.junctor.drivers.linux.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Maps the Linux kernel struct gpiochip_info (include/uapi/linux/gpio.h).
 *
 * @param name the device name, {@code gpiochip0}
 * @param label the chip's label
 * @param lines how many lines it has
 */
public record GpioChipInfoStruct(String name, String label, int lines) {

  /** GPIO_MAX_NAME_SIZE. */
  static final int NAME_BYTES = 32;

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          MemoryLayout.sequenceLayout(NAME_BYTES, JAVA_BYTE).withName("name"),
          MemoryLayout.sequenceLayout(NAME_BYTES, JAVA_BYTE).withName("label"),
          JAVA_INT.withName("lines"));

  /** GPIO_GET_CHIPINFO_IOCTL. */
  public static final long GPIO_GET_CHIPINFO = Ioctl.ior(0xB4, 0x01, LAYOUT);

  public static GpioChipInfoStruct read(MemorySegment struct) {
    return new GpioChipInfoStruct(
        Strings.read(struct, 0, NAME_BYTES),
        Strings.read(struct, 32, NAME_BYTES),
        struct.get(JAVA_INT, 64));
  }

  /** Fills the struct as the kernel would. */
  public void write(MemorySegment struct) {
    Strings.write(struct, 0, NAME_BYTES, name);
    Strings.write(struct, 32, NAME_BYTES, label);
    struct.set(JAVA_INT, 64, lines);
  }
}
