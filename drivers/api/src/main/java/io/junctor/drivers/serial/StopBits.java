package io.junctor.drivers.serial;

/** How long the line rests after each character. */
public enum StopBits {
  ONE("1", 1.0),
  ONE_AND_A_HALF("1.5", 1.5),
  TWO("2", 2.0);

  private final String text;
  private final double bits;

  StopBits(String text, double bits) {
    this.text = text;
    this.bits = bits;
  }

  /** As written in {@code 8N1}. */
  public String text() {
    return text;
  }

  /** As a number of bit times. */
  public double bits() {
    return bits;
  }
}
