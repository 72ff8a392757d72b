package io.junctor.drivers.gpio;

/**
 * One edge on an input line.
 *
 * @param edge which way
 * @param sequence counts the edges of this opened line from 1; a gap means that events were dropped
 * @param timestampNanos when it happened, in nanoseconds of the monotonic clock (the kernel's
 *     CLOCK_MONOTONIC, not related to wall time; only differences mean something)
 */
public record EdgeEvent(Edge edge, long sequence, long timestampNanos) {

  /** The level after this edge: true for active. */
  public boolean isActive() {
    return edge == Edge.RISING;
  }

  /** How many edges were dropped between the previous event's sequence number and this event. */
  public long droppedSince(long previousSequence) {
    return Math.max(0, sequence - previousSequence - 1);
  }
}
