package io.junctor.mqtt.mapping;

/** A topic, filter, URI or payload that has no counterpart on the other side. */
public final class Unmappable extends Exception {

  private static final long serialVersionUID = 1L;

  /** Longer names are cut in messages: they come from strangers and go into logs. */
  private static final int QUOTE_CHARS_MAX = 80;

  /** Says what was wanted; the peer may see it. */
  public Unmappable(String message) {
    super(message, null, false, false); // an answer, not a bug: no stack trace
  }

  static Unmappable of(String what, String got, String wanted) {
    return new Unmappable("%s '%s': expected %s".formatted(what, printable(got), wanted));
  }

  private static String printable(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .limit(QUOTE_CHARS_MAX)
        .forEach(point -> safe.appendCodePoint(isPrintable(point) ? point : '?'));
    return safe.toString();
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
