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
   * Releases the line. Once this returns no further event is delivered; one being delivered at that
   * moment may still be running. Idempotent.
   */
  @Override
  void close();
}
