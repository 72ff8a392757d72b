package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Java values: random ones, and comparing them with byte arrays inside. */
final class Values {

  private static final String CHARACTERS = "az\"\\/\u0001\n\u007fä€中\ud834\udd1e";

  private Values() {}

  static void assertSame(Object expected, Object actual) {
    switch (expected) {
      case byte[] bytes -> assertArrayEquals(bytes, (byte[]) actual);
      case List<?> list -> {
        List<?> other = (List<?>) actual;
        assertEquals(list.size(), other.size());
        for (int index = 0; index < list.size(); index++) {
          assertSame(list.get(index), other.get(index));
        }
      }
      case Map<?, ?> map -> {
        Map<?, ?> other = (Map<?, ?>) actual;
        assertEquals(map.keySet(), other.keySet());
        map.forEach((key, value) -> assertSame(value, other.get(key)));
      }
      case Integer number -> assertEquals(number.longValue(), actual);
      case null, default -> assertEquals(expected, actual);
    }
  }

  /** A value that every format can carry. */
  static Object random(Random random, int depth) {
    int kinds = depth > 4 ? 8 : 10;
    return switch (random.nextInt(kinds)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong() >> random.nextInt(64);
      case 3 -> random.nextDouble() * Math.pow(10, random.nextInt(40) - 20);
      case 4 -> text(random);
      case 5 -> binary(random);
      case 6 -> BigInteger.ONE.shiftLeft(63).add(BigInteger.valueOf(random.nextInt(1000)));
      case 7 -> (double) random.nextInt();
      case 8 -> list(random, depth);
      default -> dict(random, depth);
    };
  }

  static List<Object> list(Random random, int depth) {
    List<Object> list = new ArrayList<>();
    int size = random.nextInt(5) == 0 ? random.nextInt(40) : random.nextInt(4);
    for (int index = 0; index < size; index++) {
      list.add(random(random, depth + 1));
    }
    return list;
  }

  static Map<String, Object> dict(Random random, int depth) {
    Map<String, Object> dict = new LinkedHashMap<>();
    int size = random.nextInt(5) == 0 ? random.nextInt(40) : random.nextInt(4);
    for (int index = 0; index < size; index++) {
      dict.put(text(random), random(random, depth + 1));
    }
    return dict;
  }

  static String text(Random random) {
    int[] points = CHARACTERS.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(8);
    for (int index = 0; index < length; index++) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }

  private static byte[] binary(Random random) {
    byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(5)];
    random.nextBytes(bytes);
    return bytes;
  }
}
