package io.junctor.wamp.uri;

import static io.junctor.wamp.uri.Uri.Rule.LOOSE;
import static io.junctor.wamp.uri.Uri.Rule.STRICT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UriTest {

  /** The specification's regular expressions, the independent judges. */
  private static final Pattern LOOSE_EXACT = Pattern.compile("^([^\\s.#]+\\.)*([^\\s.#]+)$");

  private static final Pattern LOOSE_WILDCARD =
      Pattern.compile("^(([^\\s.#]+\\.)|\\.)*([^\\s.#]+)?$");
  private static final Pattern STRICT_EXACT = Pattern.compile("^([0-9a-z_]+\\.)*([0-9a-z_]+)$");
  private static final Pattern STRICT_WILDCARD =
      Pattern.compile("^(([0-9a-z_]+\\.)|\\.)*([0-9a-z_]+)?$");

  @ParameterizedTest
  @ValueSource(strings = {"com.myapp.topic1", "a", "com.Ärger.x-y", "com.a$b.c", "1.2.3"})
  void aLooseUriHasComponentsOfAlmostAnything(String uri) {
    assertTrue(Uri.isValid(uri, LOOSE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a..b",
        ".a",
        "a.",
        "a b",
        "a#b",
        "a\tb",
        "a\nb",
        "a\u00a0b",
        "a\u2028b",
        "a\u0000b",
        "a\u001bb",
        "a\u0085b"
      })
  void aUriHasNoEmptyComponentsWhitespaceOrControlCharacters(String uri) {
    assertFalse(Uri.isValid(uri, LOOSE));
  }

  @Test
  void aStrictUriHasLowerCaseLettersDigitsAndUnderscore() {
    assertTrue(Uri.isValid("com.myapp.topic_1", STRICT));
    assertFalse(Uri.isValid("com.myApp", STRICT));
    assertFalse(Uri.isValid("com.my-app", STRICT));
    assertFalse(Uri.isValid("com.\u00e4", STRICT));
  }

  @Test
  void aPrefixMayEndBehindADotOrBeEmpty() {
    assertTrue(Uri.isValid("com.myapp.", MatchPolicy.PREFIX, LOOSE));
    assertTrue(Uri.isValid("com.my", MatchPolicy.PREFIX, LOOSE));
    assertTrue(Uri.isValid("", MatchPolicy.PREFIX, LOOSE));
    assertFalse(Uri.isValid("com..", MatchPolicy.PREFIX, LOOSE));
    assertFalse(Uri.isValid(".com", MatchPolicy.PREFIX, LOOSE));
  }

  @Test
  void aWildcardPatternMayHaveEmptyComponentsAnywhere() {
    assertTrue(Uri.isValid("com..topic", MatchPolicy.WILDCARD, LOOSE));
    assertTrue(Uri.isValid(".a.", MatchPolicy.WILDCARD, STRICT));
    assertTrue(Uri.isValid("..", MatchPolicy.WILDCARD, LOOSE));
    assertFalse(Uri.isValid("com.. x", MatchPolicy.WILDCARD, LOOSE));
    assertFalse(Uri.isValid("com..#", MatchPolicy.WILDCARD, LOOSE));
  }

  @Test
  void randomUrisAreJudgedAsTheSpecificationsExpressionsDo() {
    Random random = new Random(1);
    String characters = "ab_0.. #\tZ-\u00e4";
    for (int round = 0; round < 50_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(7); length > 0; length--) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
      String uri = text.toString();
      assertEquals(LOOSE_EXACT.matcher(uri).matches(), Uri.isValid(uri, LOOSE), uri);
      assertEquals(STRICT_EXACT.matcher(uri).matches(), Uri.isValid(uri, STRICT), uri);
      assertEquals(
          LOOSE_WILDCARD.matcher(uri).matches(),
          Uri.isValid(uri, MatchPolicy.WILDCARD, LOOSE),
          uri);
      assertEquals(
          STRICT_WILDCARD.matcher(uri).matches(),
          Uri.isValid(uri, MatchPolicy.WILDCARD, STRICT),
          uri);
    }
  }

  @Test
  void onlyTheFirstComponentReservesAUri() {
    assertTrue(Uri.isReserved("wamp"));
    assertTrue(Uri.isReserved(MetaUri.SESSION_COUNT));
    assertTrue(Uri.isReserved(ErrorUri.NO_SUCH_REALM));
    assertFalse(Uri.isReserved("wampum.shell"));
    assertFalse(Uri.isReserved("com.wamp.x"));
    assertFalse(Uri.isReserved(""));
  }

  @Test
  void theMatchPolicyComesFromTheOptionAndIsExactWhenAbsent() {
    assertEquals(MatchPolicy.EXACT, MatchPolicy.of(Dict.EMPTY));
    for (MatchPolicy policy : MatchPolicy.values()) {
      assertEquals(policy, MatchPolicy.of(Dict.of("match", policy.id())));
    }
    Dict wrong = Dict.of("match", "glob");
    assertThrows(ProtocolViolation.class, () -> MatchPolicy.of(wrong));
  }
}
