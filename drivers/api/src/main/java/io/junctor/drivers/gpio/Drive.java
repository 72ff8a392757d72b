package io.junctor.drivers.gpio;

/** How an output drives its line. */
public enum Drive {
  /** Both levels are driven. */
  PUSH_PULL,
  /** Only low is driven; high needs a resistor. */
  OPEN_DRAIN,
  /** Only high is driven; low needs a resistor. */
  OPEN_SOURCE
}
