package io.junctor.devices.fridge;

/** One part of the fridge. All methods are called on the device's loop, in this order. */
interface Part {

  /** Opens what it needs, outputs safe, and begins to measure. What is absent is tried again. */
  void start();

  /** Outputs to safe; callers that wait are told why. */
  void safe(String why);

  /** Outputs to safe and lines released. Idempotent. */
  void close();
}
