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
import io.junctor.wamp.message.Subscribed;
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

  private static Permission denial(String uri, MatchPolicy match, Action... deny) {
    return new Permission(uri, match, Set.of(), Set.of(), Set.of(deny), Disclosure.FORBIDDEN);
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
    peer.tryRegister("junctor.x", Dict.EMPTY);
    peer.publish("junctor.x", Dict.of("acknowledge", true));
    // Then
    peer.takeError(ErrorUri.INVALID_URI);
    peer.takeError(ErrorUri.INVALID_URI);
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
  void disclosureOfTheMostSpecificPermissionCounts() {
    // Given
    TestRealm realm =
        realm(
            everything("p", MatchPolicy.EXACT, Disclosure.ALWAYS),
            everything("p", MatchPolicy.PREFIX, Disclosure.FORBIDDEN),
            everything("", MatchPolicy.PREFIX, Disclosure.ON_REQUEST));
    TestPeer peer = realm.join("peer");
    peer.register("p");
    peer.register("p.q");
    // When
    peer.call("p");
    peer.call("p.q");
    // Then
    assertEquals(peer.id(), peer.take(Invocation.class).details().integer("caller"));
    assertEquals(Dict.EMPTY, peer.take(Invocation.class).details());
  }

  /** The documented order, each line one step of it. */
  @ParameterizedTest
  @CsvSource({
    // allowed, its match, denied, its match, URI, allowed
    "a.b.c, EXACT,    a.b.,  PREFIX,   a.b.c, true",
    "a.,    PREFIX,   a.b.c, EXACT,    a.b.c, false",
    "a.b.,  PREFIX,   a.,    PREFIX,   a.b.c, true",
    "a.,    PREFIX,   a.b.,  PREFIX,   a.b.c, false",
    "a.,    PREFIX,   a..c,  WILDCARD, a.b.c, false",
    "a..c,  WILDCARD, a.,    PREFIX,   a.b.c, true",
    "a..c,  WILDCARD, a.b,   PREFIX,   a.b.c, false",
    "a.b.,  WILDCARD, a..c,  WILDCARD, a.b.c, true",
    "a..c,  WILDCARD, a..,   WILDCARD, a.b.c, true",
    "..c,   WILDCARD, .b.,   WILDCARD, a.b.c, false",
    "a.b.c, EXACT,    a.b.c, EXACT,    a.b.c, false",
    "a.b.c, WILDCARD, a.b.c, PREFIX,   a.b.c, true",
  })
  void mostSpecificPermissionDecides(
      String allow,
      MatchPolicy allowMatch,
      String deny,
      MatchPolicy denyMatch,
      String uri,
      boolean allowed) {
    // Given
    TestPeer peer =
        realm(permission(allow, allowMatch, Action.CALL), denial(deny, denyMatch, Action.CALL))
            .join("peer");
    // When
    peer.call(uri);
    // Then
    peer.takeError(allowed ? ErrorUri.NO_SUCH_PROCEDURE : ErrorUri.NOT_AUTHORIZED);
  }

  @Test
  void permissionThatSaysNothingOfAnActionDoesNotDecideAboutIt() {
    // Given
    TestPeer peer =
        realm(
                permission("a.", MatchPolicy.PREFIX, Action.CALL),
                permission("a.b", MatchPolicy.EXACT, Action.PUBLISH))
            .join("peer");
    // When
    peer.call("a.b");
    // Then
    peer.takeError(ErrorUri.NO_SUCH_PROCEDURE);
  }

  /** A pattern of which a part is denied is denied as a whole. */
  @ParameterizedTest
  @CsvSource({
    // denied, its match, subscription below a., its match, allowed
    "a.x,    EXACT,    a.,    PREFIX,   false",
    "a.x,    EXACT,    a.y,   PREFIX,   true",
    "a.x,    EXACT,    a.,    WILDCARD, false",
    "a.x,    EXACT,    a..,   WILDCARD, true",
    "a.x.,   PREFIX,   a.,    PREFIX,   false",
    "a.x.,   PREFIX,   a..b,  WILDCARD, false",
    "a.x.,   PREFIX,   a.y.,  WILDCARD, true",
    "a.x.,   PREFIX,   a.,    WILDCARD, true",
    "a..s,   WILDCARD, a.b.,  PREFIX,   false",
    "a..s,   WILDCARD, a.b.s, PREFIX,   false",
    "a..s,   WILDCARD, a.b.t, PREFIX,   true",
    "a..s,   WILDCARD, a.b.s., PREFIX,  true",
    "a..s,   WILDCARD, a.b.,  WILDCARD, false",
    "a..s,   WILDCARD, a.b.t, WILDCARD, true",
    "'',     PREFIX,   a.b.,  PREFIX,   true",
  })
  void patternIsDeniedIfPartOfItIs(
      String deny, MatchPolicy denyMatch, String topic, MatchPolicy match, boolean allowed) {
    // Given
    TestPeer peer =
        realm(
                permission("a.", MatchPolicy.PREFIX, Action.SUBSCRIBE),
                denial(deny, denyMatch, Action.SUBSCRIBE))
            .join("peer");
    // When
    peer.trySubscribe(topic, Dict.of("match", match.id()));
    // Then
    if (allowed) {
      peer.take(Subscribed.class);
    } else {
      peer.takeError(ErrorUri.NOT_AUTHORIZED);
    }
  }

  /** Or every role that may call everything could make itself an administrator. */
  @Test
  void routersOwnProceduresNeedAPermissionThatNamesThem() {
    // Given
    TestRealm realm =
        realm(
            everything("", MatchPolicy.PREFIX, Disclosure.ALWAYS),
            permission(".realm.list", MatchPolicy.WILDCARD, Action.CALL));
    TestPeer peer = realm.join("peer");
    TestPeer admin =
        realm(permission("junctor.realm.", MatchPolicy.PREFIX, Action.CALL)).join("admin");
    // When
    peer.call("junctor.realm.list");
    admin.call("junctor.realm.none");
    // Then
    peer.takeError(ErrorUri.NOT_AUTHORIZED);
    admin.takeError(ErrorUri.NO_SUCH_PROCEDURE); // permitted, and there is none of that name
  }

  @Test
  void registrationOfEverythingDoesNotCatchTheRoutersOwnProcedures() {
    // Given
    TestRealm realm =
        realm(
            everything("", MatchPolicy.PREFIX, Disclosure.ALWAYS),
            permission("wamp.", MatchPolicy.PREFIX, Action.CALL),
            permission("junctor.", MatchPolicy.PREFIX, Action.CALL));
    TestPeer peer = realm.join("peer");
    peer.register("", Dict.of("match", "prefix"));
    // When
    peer.call("wamp.none");
    peer.call("junctor.none");
    peer.call("anything.else");
    // Then
    peer.takeError(ErrorUri.NO_SUCH_PROCEDURE);
    peer.takeError(ErrorUri.NO_SUCH_PROCEDURE);
    assertEquals("anything.else", peer.take(Invocation.class).details().string("procedure", ""));
  }

  @Test
  void answersAreTheSameWhenTheyAreRemembered() {
    // Given
    TestPeer peer =
        realm(
                permission("a.", MatchPolicy.PREFIX, Action.CALL),
                denial("a.x", MatchPolicy.EXACT, Action.CALL))
            .join("peer");
    // When
    for (int i = 0; i < 3000; i++) { // more than are remembered
      peer.call("a.b" + i);
      peer.call("a.x");
    }
    // Then
    for (int i = 0; i < 3000; i++) {
      peer.takeError(ErrorUri.NO_SUCH_PROCEDURE);
      peer.takeError(ErrorUri.NOT_AUTHORIZED);
    }
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
