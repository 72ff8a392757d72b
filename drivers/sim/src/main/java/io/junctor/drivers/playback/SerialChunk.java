package io.junctor.drivers.playback;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One line of a serial recording.
 *
 * @param direction who sent it
 * @param bytes what; empty for {@code LOST}
 * @param what in words, for {@code LOST}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out uncopied
record SerialChunk(Direction direction, byte[] bytes, String what) {

  static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  enum Direction {
    WRITTEN('>'),
    READ('<'),
    LOST('!');

    private final char sign;

    Direction(char sign) {
      this.sign = sign;
    }
  }

  static SerialChunk of(Direction direction, byte[] bytes) {
    return new SerialChunk(direction, bytes, "");
  }

  static SerialChunk lost(String what) {
    return new SerialChunk(Direction.LOST, new byte[0], what);
  }

  /** The line that {@link #parse} reads. */
  String line() {
    return direction.sign + " " + (direction == Direction.LOST ? what : HEX.formatHex(bytes));
  }

  /**
   * Reads a recording.
   *
   * @throws IllegalArgumentException naming the line that is not understood
   */
  static List<SerialChunk> parse(String text) {
    List<SerialChunk> chunks = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String content = line.replaceFirst("#.*", "").strip();
      if (!content.isEmpty()) {
        chunks.add(parseLine(content, number));
      }
    }
    return chunks;
  }

  private static SerialChunk parseLine(String line, int number) {
    String rest = line.substring(1).strip();
    try {
      return switch (line.charAt(0)) {
        case '>' -> of(Direction.WRITTEN, HEX.parseHex(rest));
        case '<' -> of(Direction.READ, HEX.parseHex(rest));
        case '!' -> lost(rest);
        default -> throw new IllegalArgumentException("unknown direction " + line.charAt(0));
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "recording line "
              + number
              + ": expected '> BYTES', '< BYTES' or '! TEXT', got '"
              + line
              + "'",
          e);
    }
  }
}
