package io.junctor.devices.thing;

/** How far a reported value can be trusted. */
public enum Quality {
  /** Measured lately. */
  GOOD("good"),
  /** The last measurement is older than it should be; the value may still be right. */
  STALE("stale"),
  /** It cannot be measured now. */
  FAILED("failed");

  private final String text;

  Quality(String text) {
    this.text = text;
  }

  /** As published. */
  public String text() {
    return text;
  }
}
