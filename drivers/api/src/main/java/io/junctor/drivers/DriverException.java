package io.junctor.drivers;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Something on the board did not do what it was asked. The message says what failed, where, and
 * what to do.
 *
 * <p>Checked, because on a board every transfer can fail: a cable is pulled, a chip browns out.
 *
 * <p>Exactly four kinds exist: {@code GpioException}, {@code I2cException}, {@code
 * SerialException}, {@code ModbusException}.
 */
public abstract class DriverException extends IOException {

  private final String where;
  private final String remedy;

  /**
   * @param what what was tried and what came back instead
   * @param where the line, bus with address, or port, as the user would find it on the board
   * @param remedy what a person can do about it, one sentence
   */
  protected DriverException(String what, String where, String remedy, @Nullable Throwable cause) {
    super(where + ": " + what + ". " + remedy, cause);
    this.where = where;
    this.remedy = remedy;
  }

  /**
   * The line, bus with address in hex, or port: {@code gpiochip0:17 (DOOR)}, {@code i2c-1 at 0x48}.
   */
  public String where() {
    return where;
  }

  /** What a person can do about it, one sentence. */
  public String remedy() {
    return remedy;
  }

  /**
   * True when trying the same again later can succeed without anybody changing the configuration.
   */
  public abstract boolean isTransient();
}
