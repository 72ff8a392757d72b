package io.junctor.drivers.playback;

import io.junctor.drivers.i2c.I2cException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * One transfer of a recording.
 *
 * @param request what the driver asked: {@code 48 readByteData 12}
 * @param answer how it ended
 */
record I2cTransfer(String request, Answer answer) {

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  /** How a transfer ended. */
  sealed interface Answer {
    /**
     * It succeeded.
     *
     * @param bytes what was read, high byte first for words; empty for a write
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out uncopied
    record Data(byte[] bytes) implements Answer {}

    /**
     * It failed.
     *
     * @param kind how
     * @param what in words
     */
    record Failure(I2cException.Kind kind, String what) implements Answer {}
  }

  /** The request part of a line. */
  static String request(int address, String call, String arguments) {
    return String.format(Locale.ROOT, "%02x %s", address, call)
        + (arguments.isEmpty() ? "" : " " + arguments);
  }

  static String hex(byte... bytes) {
    return HEX.formatHex(bytes);
  }

  /** The line that {@link #parse} reads. */
  String line() {
    return switch (answer) {
      case Answer.Data data ->
          data.bytes().length == 0 ? request : request + " -> " + hex(data.bytes());
      case Answer.Failure failure -> request + " ! " + failure.kind() + " " + failure.what();
    };
  }

  /**
   * Reads a recording.
   *
   * @throws IllegalArgumentException naming the line that is not understood
   */
  static List<I2cTransfer> parse(String text) {
    List<I2cTransfer> transfers = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String content = line.replaceFirst("#.*", "").strip();
      if (!content.isEmpty()) {
        transfers.add(parseLine(content, number));
      }
    }
    return transfers;
  }

  private static I2cTransfer parseLine(String line, int number) {
    try {
      int failure = line.indexOf(" ! ");
      if (failure > 0) {
        String rest = line.substring(failure + 3).strip();
        int space = rest.indexOf(' ');
        String kind = space < 0 ? rest : rest.substring(0, space);
        return new I2cTransfer(
            line.substring(0, failure).strip(),
            new Answer.Failure(
                I2cException.Kind.valueOf(kind), space < 0 ? "" : rest.substring(space + 1)));
      }
      int data = line.indexOf(" -> ");
      return data < 0
          ? new I2cTransfer(line, new Answer.Data(new byte[0]))
          : new I2cTransfer(
              line.substring(0, data).strip(),
              new Answer.Data(HEX.parseHex(line.substring(data + 4).strip())));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "recording line "
              + number
              + ": expected 'ADDRESS CALL ARGUMENTS [-> BYTES | ! KIND TEXT]', got '"
              + line
              + "'",
          e);
    }
  }
}
