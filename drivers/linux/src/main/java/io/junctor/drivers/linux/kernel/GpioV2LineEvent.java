package io.junctor.drivers.linux.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Maps the Linux kernel struct gpio_v2_line_event (include/uapi/linux/gpio.h), read from a line's
 * file descriptor.
 *
 * @param timestampNanos CLOCK_MONOTONIC
 * @param id {@link #RISING} or {@link #FALLING}
 * @param lineSequence counts the events of this line from 1, 32 bits
 */
public record GpioV2LineEvent(long timestampNanos, int id, int lineSequence) {

  /** GPIO_V2_LINE_EVENT_RISING_EDGE: from inactive to active. */
  public static final int RISING = 1;

  /** GPIO_V2_LINE_EVENT_FALLING_EDGE. */
  public static final int FALLING = 2;

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("timestamp_ns"),
          JAVA_INT.withName("id"),
          JAVA_INT.withName("offset"),
          JAVA_INT.withName("seqno"),
          JAVA_INT.withName("line_seqno"),
          MemoryLayout.sequenceLayout(6, JAVA_INT).withName("padding"));

  public static GpioV2LineEvent read(MemorySegment struct) {
    return new GpioV2LineEvent(
        struct.get(JAVA_LONG, 0), struct.get(JAVA_INT, 8), struct.get(JAVA_INT, 20));
  }

  /** Fills the struct as the kernel would. */
  public void write(MemorySegment struct) {
    struct.set(JAVA_LONG, 0, timestampNanos);
    struct.set(JAVA_INT, 8, id);
    struct.set(JAVA_INT, 20, lineSequence);
  }
}
