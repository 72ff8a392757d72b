package io.junctor.drivers.serial;

/** The parity bit. */
public enum Parity {
  NONE('N'),
  EVEN('E'),
  ODD('O'),
  MARK('M'),
  SPACE('S');

  private final char letter;

  Parity(char letter) {
    this.letter = letter;
  }

  /** The letter in {@code 8N1}. */
  public char letter() {
    return letter;
  }
}
