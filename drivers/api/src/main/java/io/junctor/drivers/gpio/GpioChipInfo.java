package io.junctor.drivers.gpio;

import java.util.List;

/**
 * A GPIO chip as it presents itself.
 *
 * @param name the device name, for example {@code gpiochip0}
 * @param label the chip's own label, for example {@code pinctrl-bcm2711}
 * @param lines its lines in order of offset
 */
public record GpioChipInfo(String name, String label, List<GpioLineInfo> lines) {
  public GpioChipInfo {
    lines = List.copyOf(lines);
  }
}
