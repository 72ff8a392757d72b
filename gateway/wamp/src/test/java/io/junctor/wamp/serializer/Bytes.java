package io.junctor.wamp.serializer;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes as tests write them down. */
final class Bytes {

  private Bytes() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes from hexadecimal digits with any space between. */
  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
  }

  /** The byte {@code start} so many times, then {@code end}. */
  static byte[] repeated(String startHex, int count, String endHex) {
    byte[] start = hex(startHex);
    byte[] end = hex(endHex);
    byte[] result = new byte[start.length * count + end.length];
    for (int index = 0; index < count; index++) {
      System.arraycopy(start, 0, result, index * start.length, start.length);
    }
    System.arraycopy(end, 0, result, start.length * count, end.length);
    return result;
  }

  static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] joined = new byte[length];
    int offset = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, offset, part.length);
      offset += part.length;
    }
    return joined;
  }
}
