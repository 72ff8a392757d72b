package io.junctor.drivers.gpio;

/** The resistor the chip puts on an input. */
public enum Bias {
  /** Leave as boot configuration or device tree set it. */
  AS_IS,
  /** No resistor. */
  DISABLED,
  /** Towards supply. */
  PULL_UP,
  /** Towards ground. */
  PULL_DOWN
}
