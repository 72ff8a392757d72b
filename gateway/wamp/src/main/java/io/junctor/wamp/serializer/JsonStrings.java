package io.junctor.wamp.serializer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The escapes of JSON strings. */
final class JsonStrings {

  private JsonStrings() {}

  /**
   * The content of a string without its escapes, as UTF-8.
   *
   * @param bytes holds the content, whose escapes are known to be well-formed.
   */
  static byte[] unescape(byte[] bytes, int from, int to) {
    byte[] result = new byte[to - from]; // an escape is never shorter than what it stands for
    int length = 0;
    int index = from;
    while (index < to) {
      byte next = bytes[index];
      if (next != '\\') {
        result[length++] = next;
        index++;
      } else if (bytes[index + 1] != 'u') {
        result[length++] = simple(bytes[index + 1]);
        index += 2;
      } else {
        int codePoint = unit(bytes, index);
        index += 6;
        if (Character.isHighSurrogate((char) codePoint)) {
          codePoint = Character.toCodePoint((char) codePoint, (char) unit(bytes, index));
          index += 6;
        }
        length = append(result, length, codePoint);
      }
    }
    return Arrays.copyOf(result, length);
  }

  private static byte simple(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }

  private static int unit(byte[] bytes, int escape) {
    int unit = 0;
    for (int digit = escape + 2; digit < escape + 6; digit++) {
      unit = unit << 4 | Character.digit(bytes[digit], 16);
    }
    return unit;
  }

  private static int append(byte[] result, int length, int codePoint) {
    if (codePoint < 0x80) {
      result[length] = (byte) codePoint;
      return length + 1;
    }
    byte[] utf8 = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(utf8, 0, result, length, utf8.length);
    return length + utf8.length;
  }
}
