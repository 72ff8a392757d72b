package io.junctor.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.uri.MatchPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardRuleTest {

  @ParameterizedTest
  @CsvSource({
    "exact, a.b, a.b, true",
    "exact, a.b, a.b.c, false",
    "prefix, a.b., a.b.c, true",
    "prefix, a.b., a.b, false",
    "prefix, a.b., a.bc, false",
    "prefix, w, wamp.session.kill, false",
    "wildcard, a..c, a.b.c, true",
    "wildcard, a..c, a.b.d, false",
    "wildcard, a..c, a.b.c.d, false",
    "wildcard, .session.kill, wamp.session.kill, false",
  })
  void aRuleMatchesAsTheRouterDoesAndNeverWhatIsTheRoutersOwn(
      String match, String uri, String other, boolean expected) {
    // Given
    ForwardRule rule =
        new ForwardRule(uri, MatchPolicy.valueOf(match.toUpperCase(java.util.Locale.ROOT)), null);
    // When
    boolean matches = rule.matches(other);
    // Then
    assertEquals(expected, matches);
  }

  @Test
  void aNewNameCannotMakeAUriOfTheRouter() {
    // Given
    ForwardRule rule = new ForwardRule("com.x.", MatchPolicy.PREFIX, "wam");
    // When
    boolean matches = rule.matches("com.x.p.session.kill");
    // Then
    assertFalse(matches);
    assertTrue(rule.matches("com.x.s"));
    assertEquals("wams", rule.map("com.x.s"));
  }

  @Test
  void everythingAndTheRoutersOwnAreNoRules() {
    for (String uri : new String[] {"", "wamp.", "wamp.session.", "a b"}) {
      assertThrows(IllegalArgumentException.class, () -> ForwardRule.prefix(uri), uri);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new ForwardRule("a..c", MatchPolicy.WILDCARD, "b..c"));
    assertThrows(
        IllegalArgumentException.class, () -> new ForwardRule("a.", MatchPolicy.PREFIX, "wamp."));
  }
}
