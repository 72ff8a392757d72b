package io.junctor.drivers.gpio;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a configuration points at one line: by its name, or by chip and offset. */
public sealed interface GpioLine {

  /**
   * A line by its kernel name, searched on all chips in order; the first match counts.
   *
   * @param name for example {@code GPIO17}, or {@code DOOR} where the device tree names it so
   */
  record Named(String name) implements GpioLine {
    public Named {
      if (name.isBlank()) {
        throw new IllegalArgumentException("GPIO line: expected a name, got a blank");
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A line by its place on a chip.
   *
   * @param chip the chip's device name {@code gpiochip0} or its label {@code pinctrl-bcm2711}
   * @param offset the line's number on the chip, from 0
   */
  record Numbered(String chip, int offset) implements GpioLine {
    public Numbered {
      if (chip.isBlank() || offset < 0) {
        throw new IllegalArgumentException(
            "GPIO line: expected a chip and an offset from 0, got '" + chip + "' and " + offset);
      }
    }

    @Override
    public String toString() {
      return chip + ":" + offset;
    }
  }

  /** A line by name. */
  static GpioLine named(String name) {
    return new Named(name);
  }

  /** A line by chip and offset. */
  static GpioLine numbered(String chip, int offset) {
    return new Numbered(chip, offset);
  }

  /**
   * Reads what a configuration writes: {@code gpiochip0:17} is chip and offset, anything else is a
   * name.
   *
   * @throws IllegalArgumentException if the text is blank or the offset is out of range
   */
  static GpioLine parse(String text) {
    Matcher matcher = Pattern.compile("(.+):(\\d{1,9})").matcher(text);
    return matcher.matches()
        ? new Numbered(matcher.group(1), Integer.parseInt(matcher.group(2)))
        : new Named(text);
  }
}
