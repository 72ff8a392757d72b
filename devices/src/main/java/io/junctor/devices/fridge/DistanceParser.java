package io.junctor.devices.fridge;

import java.util.function.Consumer;

/**
 * Reads the serial output of a MaxBotix HRXL-MaxSonar (data sheet, "Pin 5 Serial Output"): "an
 * ASCII capital R, followed by four ASCII character digits representing the range in millimeters,
 * followed by a carriage return", 9600 baud 8N1. The 5 m models range from 300 to 5000 mm and
 * report 5000 when there is no target.
 *
 * <pre>
 *             'R'                 4th digit               CR: reading
 *  Searching ─────► Digits(n) ─────────────► Complete ───────────────► Searching
 *      ▲              │ other: rejected         │ other: rejected
 *      └──────────────┴─────────────────────────┘       ('R' begins a new frame everywhere)
 * </pre>
 *
 * <p>After power-on the sensor sends lines of text with its model and date, in which an R may
 * occur; they are skipped like noise. Nothing is kept but the state, so no input can make it grow.
 * Owned by the reader's thread.
 */
final class DistanceParser {

  /** Everything nearer is reported as this. */
  static final int MILLIMETRES_MIN = 300;

  /** "No target detected" reports this. */
  static final int MILLIMETRES_NO_TARGET = 5_000;

  private static final int FRAME_DIGITS = 4;

  /** Where in a frame we are. */
  sealed interface State {
    /** Between frames. */
    record Searching() implements State {}

    /**
     * After R and some digits.
     *
     * @param count how many, 0 to 3
     * @param value what they say
     */
    record Digits(int count, int value) implements State {}

    /**
     * After R and four digits.
     *
     * @param value what they say
     */
    record Complete(int value) implements State {}
  }

  private static final State SEARCHING = new State.Searching();

  private State state = SEARCHING;
  private long rejectedFrames;

  /** Takes the next bytes and hands out the readings they complete. */
  void accept(byte[] bytes, int offset, int length, Consumer<RangerReading> readings) {
    for (int i = offset; i < offset + length; i++) {
      state = next(bytes[i] & 0xFF, readings);
    }
  }

  /** How many frames began and were not what the data sheet says. */
  long rejectedFrames() {
    return rejectedFrames;
  }

  private State next(int octet, Consumer<RangerReading> readings) {
    return switch (state) {
      case State.Searching searching -> octet == 'R' ? new State.Digits(0, 0) : SEARCHING;
      case State.Digits digits -> nextDigit(digits, octet);
      case State.Complete complete -> {
        if (octet != '\r') {
          yield rejected(octet);
        }
        readings.accept(reading(complete.value));
        yield SEARCHING;
      }
    };
  }

  private State nextDigit(State.Digits digits, int octet) {
    if (octet < '0' || octet > '9') {
      return rejected(octet);
    }
    int value = digits.value * 10 + (octet - '0');
    return digits.count + 1 == FRAME_DIGITS
        ? new State.Complete(value)
        : new State.Digits(digits.count + 1, value);
  }

  private State rejected(int octet) {
    rejectedFrames++;
    return octet == 'R' ? new State.Digits(0, 0) : SEARCHING;
  }

  private static RangerReading reading(int millimetres) {
    if (millimetres == MILLIMETRES_NO_TARGET) {
      return new RangerReading.NoTarget();
    }
    return millimetres < MILLIMETRES_MIN || millimetres > MILLIMETRES_NO_TARGET
        ? new RangerReading.Implausible(millimetres)
        : new RangerReading.Distance(millimetres);
  }
}
