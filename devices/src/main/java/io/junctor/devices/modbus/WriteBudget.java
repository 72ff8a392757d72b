package io.junctor.devices.modbus;

/**
 * How often may be written: a bucket that holds the writes of one second and fills up evenly. Owned
 * by the loop.
 */
final class WriteBudget {

  private static final double NANOS_PER_SECOND = 1e9;

  private final int perSecond;
  private double left;
  private long lastNanos;

  WriteBudget(int perSecond, long nowNanos) {
    this.perSecond = perSecond;
    left = perSecond;
    lastNanos = nowNanos;
  }

  /** Takes one write out; false if there is none. */
  boolean take(long nowNanos) {
    left = Math.min(perSecond, left + (nowNanos - lastNanos) / NANOS_PER_SECOND * perSecond);
    lastNanos = nowNanos;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
