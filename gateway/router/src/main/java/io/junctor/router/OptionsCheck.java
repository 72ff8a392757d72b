package io.junctor.router;

import io.junctor.wamp.message.Dict;
import java.util.Collection;
import java.util.Map;

/**
 * The bound on Options. A byte on the wire may become forty in memory, and some options stay there:
 * those of a message that waits, or of a testament.
 */
final class OptionsCheck {

  /** A boxed value or an empty container with its place in the container around it. */
  private static final int VALUE = 48;

  private OptionsCheck() {}

  /**
   * Checks the options of a request.
   *
   * @param bytesMax what they may take in memory.
   * @throws WampError when they take more.
   */
  static void check(String message, Dict options, int bytesMax) {
    if (!options.isEmpty() && bytesOf(options, bytesMax) > bytesMax) {
      throw new WampError(
          RouterErrors.LIMIT_EXCEEDED,
          message + ": expected options of at most " + bytesMax + " bytes in memory, got more");
    }
  }

  /** Stops to count beyond the bound. */
  private static long bytesOf(Object value, int bytesMax) {
    return switch (value) {
      case String text -> VALUE + (long) text.length();
      case byte[] bytes -> VALUE + (long) bytes.length;
      case Dict dict -> bytesOf(dict.asMap(), bytesMax);
      case Map<?, ?> map -> {
        long sum = bytesOf(map.keySet(), bytesMax);
        yield sum > bytesMax ? sum : sum + bytesOf(map.values(), bytesMax);
      }
      case Collection<?> list -> {
        long sum = VALUE;
        for (Object element : list) {
          sum += bytesOf(element, bytesMax);
          if (sum > bytesMax) {
            break;
          }
        }
        yield sum;
      }
      default -> VALUE;
    };
  }
}
