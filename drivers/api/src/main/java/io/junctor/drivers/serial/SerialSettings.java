package io.junctor.drivers.serial;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a serial line is set.
 *
 * @param baud bits per second, {@value #BAUD_MIN} to {@value #BAUD_MAX}
 * @param dataBits 7 or 8
 * @param parity the parity bit
 * @param stopBits the rest after each character
 * @param isRs485 whether the port is asked to switch the RS-485 driver by RTS; false leaves alone
 *     what the kernel or the device tree has set, which is right for adapters that switch by
 *     themselves
 */
public record SerialSettings(
    int baud, int dataBits, Parity parity, StopBits stopBits, boolean isRs485) {

  /** The slowest standard rate of termios above the teletype ones. */
  public static final int BAUD_MIN = 50;

  /** The fastest standard rate of termios (B4000000). */
  public static final int BAUD_MAX = 4_000_000;

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,9})\\s+(\\d)([NEOMS])(1\\.5|1|2)(\\s+rs485)?");

  public SerialSettings {
    if (baud < BAUD_MIN || baud > BAUD_MAX) {
      throw new IllegalArgumentException(
          "baud: expected " + BAUD_MIN + ".." + BAUD_MAX + ", got " + baud);
    }
    if (dataBits != 7 && dataBits != 8) {
      throw new IllegalArgumentException("data bits: expected 7 or 8, got " + dataBits);
    }
  }

  /** Settings without RS-485 switching. */
  public static SerialSettings of(int baud, int dataBits, Parity parity, StopBits stopBits) {
    return new SerialSettings(baud, dataBits, parity, stopBits, false);
  }

  /**
   * Reads the usual notation: {@code 9600 8N1}, {@code 19200 8E1 rs485}.
   *
   * @throws IllegalArgumentException if it is written otherwise or out of range
   */
  public static SerialSettings parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "serial settings: expected for example '9600 8N1' or '19200 8E1 rs485', got '"
              + text
              + "'");
    }
    return new SerialSettings(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Arrays.stream(Parity.values())
            .filter(parity -> parity.letter() == matcher.group(3).charAt(0))
            .findFirst()
            .orElseThrow(),
        Arrays.stream(StopBits.values())
            .filter(bits -> bits.text().equals(matcher.group(4)))
            .findFirst()
            .orElseThrow(),
        matcher.group(5) != null);
  }

  /** How long one character occupies the line: start, data, parity and stop bits. */
  public Duration characterTime() {
    double bits = 1 + dataBits + (parity == Parity.NONE ? 0 : 1) + stopBits.bits();
    return Duration.ofNanos(Math.round(bits * 1e9 / baud));
  }

  /** The notation {@link #parse} reads. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d %d%c%s%s",
        baud,
        dataBits,
        parity.letter(),
        stopBits.text(),
        isRs485 ? " rs485" : "");
  }
}
