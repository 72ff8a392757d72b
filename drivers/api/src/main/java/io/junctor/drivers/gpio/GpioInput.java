package io.junctor.drivers.gpio;

/** An input line held by its opener until closed. Thread-safe. */
public interface GpioInput extends AutoCloseable {

  /** Where this line is, for messages: {@code gpiochip0:17 (DOOR)}. */
  String where();

  /**
   * Reads the level now: true for active.
   *
   * @throws GpioException with kind {@code REMOVED} or {@code IO}
   * @throws IllegalStateException if this line was closed
   */
  boolean isActive() throws GpioException;

  /**
   * Releases the line. No event is delivered after this returns, unless called from the listener.
   * Idempotent.
   */
  @Override
  void close();
}
