package io.junctor.drivers.gpio;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How an input line is opened.
 *
 * @param bias the resistor, default {@code AS_IS}
 * @param activeLow whether 0 V is active, default false
 * @param debounce how long a level must be stable before it counts, 0 (default) to {@link
 *     #DEBOUNCE_MAX}, whole microseconds; done by the kernel
 * @param edges which edges are reported, default both
 * @param consumer the label others see in {@code gpioinfo}, 1 to {@link #CONSUMER_BYTES_MAX}
 *     printable ASCII characters
 */
public record InputSettings(
    Bias bias, boolean activeLow, Duration debounce, Set<Edge> edges, String consumer) {

  /**
   * Ten seconds: longer than any contact bounces, and far inside the kernel's 32-bit microseconds.
   */
  public static final Duration DEBOUNCE_MAX = Duration.ofSeconds(10);

  /** GPIO_MAX_NAME_SIZE (32) less the closing zero. */
  public static final int CONSUMER_BYTES_MAX = 31;

  public InputSettings {
    if (debounce.isNegative() || debounce.compareTo(DEBOUNCE_MAX) > 0) {
      throw new IllegalArgumentException(
          "debounce: expected 0 s to " + DEBOUNCE_MAX.toSeconds() + " s, got " + debounce);
    }
    edges = Set.copyOf(edges);
    requireConsumer(consumer);
  }

  /** An input with all defaults. */
  public static InputSettings of(String consumer) {
    return new InputSettings(Bias.AS_IS, false, Duration.ZERO, EnumSet.allOf(Edge.class), consumer);
  }

  public InputSettings withBias(Bias bias) {
    return new InputSettings(bias, activeLow, debounce, edges, consumer);
  }

  public InputSettings withActiveLow(boolean activeLow) {
    return new InputSettings(bias, activeLow, debounce, edges, consumer);
  }

  public InputSettings withDebounce(Duration debounce) {
    return new InputSettings(bias, activeLow, debounce, edges, consumer);
  }

  public InputSettings withEdges(Set<Edge> edges) {
    return new InputSettings(bias, activeLow, debounce, edges, consumer);
  }

  static void requireConsumer(String consumer) {
    if (!consumer.matches("[ -~]{1," + CONSUMER_BYTES_MAX + "}")) {
      throw new IllegalArgumentException(
          "consumer: expected 1.."
              + CONSUMER_BYTES_MAX
              + " printable ASCII characters, got '"
              + consumer
              + "'");
    }
  }
}
