package io.junctor.drivers.gpio;

/** A change of a line's logical level. */
public enum Edge {
  /** From inactive to active. */
  RISING,
  /** From active to inactive. */
  FALLING
}
