package io.junctor.drivers.linux;

import io.junctor.drivers.gpio.Bias;
import io.junctor.drivers.gpio.Drive;
import io.junctor.drivers.gpio.Edge;
import io.junctor.drivers.gpio.InputSettings;
import io.junctor.drivers.gpio.OutputSettings;
import io.junctor.drivers.linux.kernel.GpioV2LineAttribute;
import io.junctor.drivers.linux.kernel.GpioV2LineConfig;
import io.junctor.drivers.linux.kernel.GpioV2LineConfigAttribute;
import io.junctor.drivers.linux.kernel.GpioV2LineFlag;
import java.util.ArrayList;
import java.util.List;

/** Translates settings into what the kernel is asked for. */
final class LineRequest {

  /** The only line of the request: bit 0, whatever its number on the chip. */
  static final long THE_LINE = 1;

  private LineRequest() {}

  /**
   * A line the kernel gave.
   *
   * @param where for messages
   * @param fd its file descriptor
   */
  record Opened(String where, int fd) {}

  static GpioV2LineConfig of(InputSettings settings) {
    long flags = GpioV2LineFlag.INPUT | bias(settings.bias());
    if (settings.activeLow()) {
      flags |= GpioV2LineFlag.ACTIVE_LOW;
    }
    if (settings.edges().contains(Edge.RISING)) {
      flags |= GpioV2LineFlag.EDGE_RISING;
    }
    if (settings.edges().contains(Edge.FALLING)) {
      flags |= GpioV2LineFlag.EDGE_FALLING;
    }
    List<GpioV2LineConfigAttribute> attributes = new ArrayList<>();
    if (!settings.debounce().isZero()) {
      long micros = Math.max(1, settings.debounce().toNanos() / 1000);
      attributes.add(attribute(GpioV2LineAttribute.DEBOUNCE, micros));
    }
    return new GpioV2LineConfig(flags, attributes);
  }

  static GpioV2LineConfig of(OutputSettings settings) {
    long flags = GpioV2LineFlag.OUTPUT | drive(settings.drive());
    if (settings.activeLow()) {
      flags |= GpioV2LineFlag.ACTIVE_LOW;
    }
    return new GpioV2LineConfig(
        flags, List.of(attribute(GpioV2LineAttribute.OUTPUT_VALUES, settings.initial() ? 1 : 0)));
  }

  private static GpioV2LineConfigAttribute attribute(int id, long value) {
    return new GpioV2LineConfigAttribute(new GpioV2LineAttribute(id, value), THE_LINE);
  }

  private static long bias(Bias bias) {
    return switch (bias) {
      case AS_IS -> 0;
      case DISABLED -> GpioV2LineFlag.BIAS_DISABLED;
      case PULL_UP -> GpioV2LineFlag.BIAS_PULL_UP;
      case PULL_DOWN -> GpioV2LineFlag.BIAS_PULL_DOWN;
    };
  }

  private static long drive(Drive drive) {
    return switch (drive) {
      case PUSH_PULL -> 0;
      case OPEN_DRAIN -> GpioV2LineFlag.OPEN_DRAIN;
      case OPEN_SOURCE -> GpioV2LineFlag.OPEN_SOURCE;
    };
  }
}
