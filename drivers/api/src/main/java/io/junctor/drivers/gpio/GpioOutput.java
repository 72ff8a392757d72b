package io.junctor.drivers.gpio;

/**
 * An output line held by its opener until closed. Thread-safe.
 *
 * <p>What happens to the pin when the process dies without closing is the hardware's choice
 * (usually it keeps its level or floats); a load that must be off then needs a resistor.
 */
public interface GpioOutput extends AutoCloseable {

  /** Where this line is, for messages: {@code gpiochip0:17 (VALVE)}. */
  String where();

  /**
   * Drives the line: true for active.
   *
   * @throws GpioException with kind {@code REMOVED} or {@code IO}
   * @throws IllegalStateException if this line was closed
   */
  void set(boolean active) throws GpioException;

  /**
   * Reads the line back from the chip: true for active. Not a memory of the last {@link #set}; on
   * an open-drain line somebody else may hold it.
   *
   * @throws GpioException with kind {@code REMOVED} or {@code IO}
   * @throws IllegalStateException if this line was closed
   */
  boolean isActive() throws GpioException;

  /** The level this output goes to when it is closed, as declared at opening. */
  boolean safe();

  /**
   * Drives the line to its safe level and releases it; a failure to do so is logged. Idempotent.
   */
  @Override
  void close();
}
