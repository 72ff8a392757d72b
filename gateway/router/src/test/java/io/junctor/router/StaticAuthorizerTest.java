package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roles and permissions, alone and through a realm. */
class StaticAuthorizerTest {

  private static Permission permission(String uri, MatchPolicy match, Action... allow) {
    return new Permission(uri, match, Set.of(allow), Disclosure.ON_REQUEST);
  }

  private static Permission everything(String uri, MatchPolicy match, Disclosure disclosure) {
    return new Permission(uri, match, EnumSet.allOf(Action.class), disclosure);
  }

  private static TestRealm realm(Permission... permissions) {
    return new TestRealm(
        new StaticAuthorizer(
            Map.of(
                "user",
                List.of(permissions),
                "guest",
                List.of(permission("", MatchPolicy.PREFIX, Action.SUBSCRIBE)))));
  }

  @Test
  void whatIsNotAllowedIsDenied() {
    // Given
    TestPeer peer = realm().join("peer");
    // When
    peer.publish("t", Dict.of("acknowledge", true));
    peer.trySubscribe("t", Dict.EMPTY);
    peer.call("p");
    peer.tryRegister("p", Dict.EMPTY);
    // Then
    assertEquals(Publish.CODE, peer.takeError(ErrorUri.NOT_AUTHORIZED).requestType());
    assertEquals(Subscribe.CODE, peer.takeError(ErrorUri.NOT_AUTHORIZED).requestType());
    assertEquals(
        List.of("role user may not call p"), peer.args(peer.takeError(ErrorUri.NOT_AUTHORIZED)));
    assertEquals(Register.CODE, peer.takeError(ErrorUri.NOT_AUTHORIZED).requestType());
  }

  @Test
  void deniedPublishWithoutAcknowledgeIsSilentAndNotDelivered() {
    // Given
    TestRealm realm = realm();
    TestPeer guest = realm.join("guest", "guest");
    guest.subscribe("t");
    TestPeer peer = realm.join("peer");
    // When
    peer.publish("t");
    // Then
    peer.expectNothing();
    guest.expectNothing();
  }

  @Test
  void roleWithoutPermissionsMayDoNothing() {
    // Given
    TestPeer stranger =
        realm(everything("", MatchPolicy.PREFIX, Disclosure.ALWAYS)).join("stranger", "nobody");
    // When
    stranger.trySubscribe("t", Dict.EMPTY);
    // Then
    stranger.takeError(ErrorUri.NOT_AUTHORIZED);
  }

  @Test
  void permissionIsForItsActionsOnly() {
    // Given
    TestPeer peer = realm(permission("t", MatchPolicy.EXACT, Action.SUBSCRIBE)).join("peer");
    peer.subscribe("t");
    // When
    peer.publish("t", Dict.of("acknowledge", true));
    // Then
    peer.takeError(ErrorUri.NOT_AUTHORIZED);
  }

  @Test
  void permissionsAddUp() {
    // Given
    TestPeer peer =
        realm(
                permission("a.", MatchPolicy.PREFIX, Action.SUBSCRIBE),
                permission("a..c", MatchPolicy.WILDCARD, Action.PUBLISH))
            .join("peer");
    peer.subscribe("a.b.c");
    // When
    peer.publish("a.b.c", Dict.of("acknowledge", true));
    // Then
    peer.take(Published.class);
  }

  /** A pattern is allowed only if everything it can match is. */
  @ParameterizedTest
  @CsvSource({
    // permission, its match, subscription, its match, allowed
    "a.b,   EXACT,    a.b,    EXACT,    true",
    "a.b,   EXACT,    a.b,    PREFIX,   false",
    "a.b,   EXACT,    a.,     WILDCARD, false",
    "a.,    PREFIX,   a.b,    EXACT,    true",
    "a.,    PREFIX,   a.,     PREFIX,   true",
    "a.,    PREFIX,   a.b,    PREFIX,   true",
    "a.,    PREFIX,   a,      PREFIX,   false",
    "a.,    PREFIX,   a.b.,   WILDCARD, true",
    "a.,    PREFIX,   a..b,   WILDCARD, true",
    "a.b,   PREFIX,   a..b,   WILDCARD, false",
    "a.b,   PREFIX,   a.b..c, WILDCARD, true",
    "a.bc,  PREFIX,   a.b.,   WILDCARD, false",
    "a.,    PREFIX,   .b,     WILDCARD, false",
    "'',    PREFIX,   .b,     WILDCARD, true",
    "a..c,  WILDCARD, a.b.c,  EXACT,    true",
    "a..c,  WILDCARD, a.b.d,  EXACT,    false",
    "a..c,  WILDCARD, a.b.c.d, EXACT,   false",
    "a..c,  WILDCARD, a..c,   WILDCARD, true",
    "a..,   WILDCARD, a..c,   WILDCARD, true",
    "a..c,  WILDCARD, a..,    WILDCARD, false",
    "a..c,  WILDCARD, a.b.,   PREFIX,   false",
    "a..,   WILDCARD, a.b.,   PREFIX,   false",
  })
  void patternIsAllowedIfAllItMatchesIs(
      String uri, MatchPolicy match, String topic, MatchPolicy topicMatch, boolean allowed) {
    // Given
    Authorizer authorizer =
        new StaticAuthorizer(Map.of("user", List.of(permission(uri, match, Action.SUBSCRIBE))));
    TestPeer peer = new TestRealm().join("peer");
    // When
    Decision decision = authorizer.decide(peer.details, Action.SUBSCRIBE, topic, topicMatch);
    // Then
    assertEquals(allowed, decision instanceof Decision.Allow);
  }

  /**
   * A rule that cannot mean what its author thinks is a mistake to be told, not to be guessed at.
   */
  @ParameterizedTest
  @CsvSource({"a..b, EXACT", "a.., PREFIX", "'', EXACT", "a b, WILDCARD", "a.#, PREFIX"})
  void permissionForNoUriIsRefused(String uri, MatchPolicy match) {
    assertThrows(IllegalArgumentException.class, () -> permission(uri, match, Action.CALL));
  }

  @Test
  void everyMetaProcedureNeedsPermissionLikeAnyOther() {
    // Given
    TestPeer peer =
        realm(permission("wamp.session.count", MatchPolicy.EXACT, Action.CALL)).join("peer");
    assertEquals(List.of(1L), peer.meta("wamp.session.count"));
    // When
    peer.call("wamp.session.list");
    // Then
    peer.takeError(ErrorUri.NOT_AUTHORIZED);
  }

  /** Even a role that may do everything everywhere cannot pretend to be the router. */
  @Test
  void nobodyMayRegisterOrPublishWhatIsReserved() {
    // Given
    TestPeer peer = realm(everything("", MatchPolicy.PREFIX, Disclosure.ALWAYS)).join("peer");
    // When
    peer.tryRegister("wamp.x", Dict.EMPTY);
    peer.publish("wamp.x", Dict.of("acknowledge", true));
    // Then
    peer.takeError(ErrorUri.INVALID_URI);
    peer.takeError(ErrorUri.INVALID_URI);
  }

  @Test
  void forbiddenDisclosureIsAnErrorWhenAskedFor() {
    // Given
    TestRealm realm = realm(everything("", MatchPolicy.PREFIX, Disclosure.FORBIDDEN));
    TestPeer peer = realm.join("peer");
    TestPeer callee = realm.join("callee");
    callee.register("p", Dict.of("disclose_caller", true));
    // When
    peer.publish("t", Dict.of("disclose_me", true, "acknowledge", true));
    peer.call("p", Dict.of("disclose_me", true));
    peer.call("p");
    // Then
    peer.takeError(ErrorUri.OPTION_DISALLOWED_DISCLOSE_ME);
    peer.takeError(ErrorUri.OPTION_DISALLOWED_DISCLOSE_ME);
    assertEquals(Dict.EMPTY, callee.take(Invocation.class).details());
  }

  @Test
  void policyMayDiscloseWithoutBeingAsked() {
    // Given
    TestRealm realm = realm(everything("", MatchPolicy.PREFIX, Disclosure.ALWAYS));
    TestPeer peer = realm.join("peer");
    TestPeer guest = realm.join("guest", "guest");
    guest.subscribe("t");
    // When
    peer.publish("t");
    // Then
    assertEquals(peer.id(), guest.take(Event.class).details().integer("publisher"));
  }

  @Test
  void mostDisclosingPermissionCounts() {
    // Given
    TestRealm realm =
        realm(
            everything("p", MatchPolicy.EXACT, Disclosure.FORBIDDEN),
            everything("p", MatchPolicy.PREFIX, Disclosure.ALWAYS),
            everything("", MatchPolicy.PREFIX, Disclosure.ON_REQUEST));
    TestPeer peer = realm.join("peer");
    peer.register("p");
    // When
    peer.call("p");
    // Then
    assertEquals(peer.id(), peer.take(Invocation.class).details().integer("caller"));
  }

  @Test
  void unknownMatchBreaksTheProtocol() {
    // Given
    TestPeer peer = realm().join("peer");
    // When
    peer.trySubscribe("t", Dict.of("match", "fuzzy"));
    // Then
    assertEquals(ErrorUri.PROTOCOL_VIOLATION, ((Abort) peer.kicked().farewell()).reason());
  }
}
