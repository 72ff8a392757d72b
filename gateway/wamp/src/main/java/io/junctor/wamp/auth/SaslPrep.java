package io.junctor.wamp.auth;

import java.text.Normalizer;

/**
 * The normal form of user names and passwords, so that one typed on another keyboard is the same.
 *
 * <p>Not here: the check for code points that Unicode 3.2 had not assigned; RFC 4013 allows them in
 * what is only compared.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4013.html">RFC 4013: SASLprep</a>
 */
final class SaslPrep {

  private SaslPrep() {}

  /**
   * The normal form.
   *
   * @throws IllegalArgumentException when the text has characters that are prohibited; the text is
   *     not repeated.
   */
  static String normalize(String text) {
    StringBuilder mapped = new StringBuilder(text.length());
    text.codePoints().forEach(point -> map(point, mapped));
    String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
    normal.codePoints().forEach(SaslPrep::requireAllowed);
    requireOneDirection(normal);
    return normal;
  }

  // RFC 4013 2.1: "non-ASCII space characters [StringPrep, C.1.2] that can be mapped to SPACE
  // (U+0020), and the "commonly mapped to nothing" characters [StringPrep, B.1]"
  private static void map(int point, StringBuilder out) {
    if (point == 0x200B
        || (point != ' ' && Character.getType(point) == Character.SPACE_SEPARATOR)) {
      out.append(' ');
    } else if (!isMappedToNothing(point)) {
      out.appendCodePoint(point);
    }
  }

  private static boolean isMappedToNothing(int point) {
    return switch (point) {
      case 0x00AD, 0x034F, 0x1806, 0x180B, 0x180C, 0x180D, 0x200C, 0x200D, 0x2060, 0xFEFF -> true;
      default -> point >= 0xFE00 && point <= 0xFE0F;
    };
  }

  // RFC 4013 2.3: controls, private use, non-characters, surrogates, what changes display, tags
  private static void requireAllowed(int point) {
    boolean prohibited =
        switch (Character.getType(point)) {
          case Character.CONTROL,
              Character.PRIVATE_USE,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              true;
          case Character.SPACE_SEPARATOR -> point != ' ';
          default -> (point & 0xFFFE) == 0xFFFE || isOneOfTheOthers(point);
        };
    if (prohibited) {
      throw new IllegalArgumentException(
          "expected text without control and special characters, got U+%04X".formatted(point));
    }
  }

  private static boolean isOneOfTheOthers(int point) {
    return (point >= 0xFDD0 && point <= 0xFDEF) // non-characters
        || (point >= 0xFFF9 && point <= 0xFFFD) // inappropriate for plain text
        || (point >= 0x2FF0 && point <= 0x2FFB) // inappropriate for canonical representation
        || point == 0x0340
        || point == 0x0341
        || point == 0x06DD
        || point == 0x070F
        || point == 0x180E
        || point == 0x200E
        || point == 0x200F
        || (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2061 && point <= 0x2063)
        || (point >= 0x206A && point <= 0x206F)
        || (point >= 0x1D173 && point <= 0x1D17A)
        || (point >= 0xE0000 && point <= 0xE007F); // tags
  }

  // RFC 3454 6: "If a string contains any RandALCat character, the string MUST NOT contain any
  // LCat character" and must begin and end with one
  private static void requireOneDirection(String text) {
    if (text.codePoints().noneMatch(SaslPrep::isRightToLeft)) {
      return;
    }
    boolean mixed =
        text.codePoints()
            .anyMatch(
                point ->
                    Character.getDirectionality(point) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
    int last = text.codePointBefore(text.length());
    if (mixed || !isRightToLeft(text.codePointAt(0)) || !isRightToLeft(last)) {
      throw new IllegalArgumentException("expected text of one writing direction, got both");
    }
  }

  private static boolean isRightToLeft(int point) {
    byte direction = Character.getDirectionality(point);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }
}
