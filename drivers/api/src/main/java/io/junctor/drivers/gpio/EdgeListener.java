package io.junctor.drivers.gpio;

/**
 * Told of edges. Called in order from the one event thread all lines of a board share, so it must
 * return at once: hand the event over, do not block, do not call the bus.
 */
@FunctionalInterface
public interface EdgeListener {

  /** An edge happened. An exception thrown here is logged and does not end the events. */
  void onEdge(EdgeEvent event);

  /**
   * The line is gone (chip removed); no more events will come. Not called after {@code close()}.
   */
  default void onLost(GpioException cause) {}
}
