package io.junctor.drivers.linux.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Maps the Linux kernel struct gpio_v2_line_request (include/uapi/linux/gpio.h), for one line.
 *
 * @param offset the line's number on its chip
 * @param consumer the label others see
 * @param config how
 */
public record GpioV2LineRequest(int offset, String consumer, GpioV2LineConfig config) {

  /** GPIO_V2_LINES_MAX. */
  private static final int LINES_MAX = 64;

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          MemoryLayout.sequenceLayout(LINES_MAX, JAVA_INT).withName("offsets"),
          MemoryLayout.sequenceLayout(GpioChipInfoStruct.NAME_BYTES, JAVA_BYTE)
              .withName("consumer"),
          GpioV2LineConfig.LAYOUT.withName("config"),
          JAVA_INT.withName("num_lines"),
          JAVA_INT.withName("event_buffer_size"),
          MemoryLayout.sequenceLayout(5, JAVA_INT).withName("padding"),
          JAVA_INT.withName("fd"));

  /** GPIO_V2_GET_LINE_IOCTL. */
  public static final long GPIO_V2_GET_LINE = Ioctl.iowr(0xB4, 0x07, LAYOUT);

  private static final long CONSUMER = 256;
  private static final long CONFIG = 288;
  private static final long NUM_LINES = 560;
  private static final long FD = 588;

  public static GpioV2LineRequest read(MemorySegment struct) {
    return new GpioV2LineRequest(
        struct.get(JAVA_INT, 0),
        Strings.read(struct, CONSUMER, GpioChipInfoStruct.NAME_BYTES),
        GpioV2LineConfig.read(struct.asSlice(CONFIG, GpioV2LineConfig.LAYOUT.byteSize())));
  }

  public void write(MemorySegment struct) {
    struct.set(JAVA_INT, 0, offset);
    Strings.write(struct, CONSUMER, GpioChipInfoStruct.NAME_BYTES, consumer);
    config.write(struct.asSlice(CONFIG, GpioV2LineConfig.LAYOUT.byteSize()));
    struct.set(JAVA_INT, NUM_LINES, 1);
  }

  /** The file descriptor of the line, which the kernel puts there. */
  public static int fd(MemorySegment struct) {
    return struct.get(JAVA_INT, FD);
  }

  /** Puts the file descriptor there as the kernel would. */
  public static void fd(MemorySegment struct, int fd) {
    struct.set(JAVA_INT, FD, fd);
  }
}
