package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Permissions that change while sessions have what they allowed. */
class PermissionChangeTest {

  private static final Permission EVERYTHING = rule("", MatchPolicy.PREFIX);

  private final TestRealm realm = new TestRealm(policy(EVERYTHING));
  private final TestPeer admin = realm.join("admin", "admin");
  private final TestPeer bob = realm.join("bob");

  private static Permission rule(String uri, MatchPolicy match) {
    return new Permission(uri, match, EnumSet.allOf(Action.class), Disclosure.ON_REQUEST);
  }

  private static Permission denial(String uri, MatchPolicy match, Action... deny) {
    return new Permission(uri, match, Set.of(), Set.of(), Set.of(deny), Disclosure.FORBIDDEN);
  }

  /** Role admin may do everything, role user what is given. */
  private static Authorizer policy(Permission... ofUser) {
    return new StaticAuthorizer(Map.of("admin", List.of(EVERYTHING), "user", List.of(ofUser)));
  }

  private void change(Permission... ofUser) {
    realm.setPermissions(policy(ofUser), null);
  }

  @Test
  void subscriptionThatIsNotAllowedAnyMoreIsTakenAway() {
    // Given
    long lost = bob.subscribe("a.b");
    long kept = bob.subscribe("c.d");
    // When
    change(rule("c.", MatchPolicy.PREFIX));
    admin.publish("a.b", 1);
    admin.publish("c.d", 2);
    // Then
    Unsubscribed revoked = bob.take(Unsubscribed.class);
    assertEquals(0, revoked.request());
    assertEquals(
        Dict.of("subscription", lost, "reason", ErrorUri.NOT_AUTHORIZED), revoked.details());
    assertEquals(kept, bob.take(Event.class).subscription());
    bob.expectNothing();
  }

  @Test
  void patternOfWhichAPartIsDeniedNowIsTakenAway() {
    // Given
    long pattern = bob.subscribe("a.", "prefix");
    long other = bob.subscribe("a.c", "prefix");
    // When
    change(EVERYTHING, denial("a.b", MatchPolicy.EXACT, Action.SUBSCRIBE));
    // Then
    assertEquals(pattern, bob.take(Unsubscribed.class).details().integer("subscription"));
    admin.publish("a.c", 1);
    assertEquals(other, bob.take(Event.class).subscription());
    bob.expectNothing();
  }

  /** Nobody may be sent what it has not announced; the events end all the same. */
  @Test
  void subscriberThatCannotBeToldGetsNothingMore() {
    // Given
    TestPeer plain = realm.join("plain", "user", Format.JSON, EnumSet.noneOf(Feature.class));
    plain.subscribe("t");
    // When
    change();
    admin.publish("t");
    // Then
    plain.expectNothing();
  }

  @Test
  void registrationThatIsNotAllowedAnyMoreIsFreeForOthers() {
    // Given
    bob.register("p");
    // When
    change();
    admin.call("p");
    // Then
    admin.takeError(ErrorUri.NO_SUCH_PROCEDURE);
    admin.register("p");
    assertEquals(1, realm.realm.stats().registrations());
  }

  @Test
  void placeOfALostCalleeEndsWithItsPermission() {
    // Given
    bob.register("a.lost", Dict.of("_junctor_keep", 60_000));
    bob.register("c.kept", Dict.of("_junctor_keep", 60_000));
    realm.lose(bob);
    // When
    change(rule("c.", MatchPolicy.PREFIX));
    // Then
    admin.call("a.lost");
    admin.takeError(ErrorUri.NO_SUCH_PROCEDURE);
    admin.call("c.kept");
    admin.takeError(ErrorUri.UNAVAILABLE);
  }

  /** What was asked of a callee before is answered: the caller must not pay for the change. */
  @Test
  void openCallOfARevokedRegistrationIsStillAnswered() {
    // Given
    bob.register("p");
    admin.call("p");
    long invocation = bob.take(Invocation.class).request();
    // When
    change();
    bob.drain();
    bob.yields(invocation, Dict.EMPTY, 7);
    // Then
    assertEquals(List.of(7L), admin.args(admin.take(Result.class)));
  }

  @Test
  void retainedEventThatItsPublisherMayNotPublishAnyMoreIsDropped() {
    // Given
    bob.publish("a.b", Dict.of("retain", true), "bob's");
    bob.publish("c.d", Dict.of("retain", true), "bob's, too");
    admin.publish("e.f", Dict.of("retain", true), "admin's");
    realm.leave(bob);
    // When
    change(rule("c.", MatchPolicy.PREFIX));
    // Then
    TestPeer reader = realm.join("reader", "admin");
    reader.subscribe("a.", Dict.of("match", "prefix", "get_retained", true));
    reader.expectNothing();
    reader.subscribe("c.", Dict.of("match", "prefix", "get_retained", true));
    assertEquals("c.d", reader.take(Event.class).details().string("topic", ""));
    reader.subscribe("e.", Dict.of("match", "prefix", "get_retained", true));
    assertEquals("e.f", reader.take(Event.class).details().string("topic", ""));
    assertEquals(2, realm.realm.stats().retainedEvents());
  }

  @Test
  void testamentThatMayNotBePublishedAnyMoreIsNot() {
    // Given
    admin.subscribe("last.words");
    bob.meta("wamp.session.add_testament", "last.words", List.of("bye"), Map.of());
    // When
    change();
    realm.leave(bob);
    // Then
    admin.expectNothing();
  }

  @Test
  void whatWasDeniedIsAllowedAtOnce() {
    // Given
    change();
    bob.call("p");
    bob.takeError(ErrorUri.NOT_AUTHORIZED);
    // When
    change(EVERYTHING);
    bob.call("p");
    // Then
    bob.takeError(ErrorUri.NO_SUCH_PROCEDURE);
  }

  @Test
  void roleThatIsGoneMayDoNothing() {
    // Given
    bob.subscribe("t");
    bob.register("p");
    // When
    realm.setPermissions(new StaticAuthorizer(Map.of("admin", List.of(EVERYTHING))), null);
    // Then
    assertEquals(0, realm.realm.stats().subscriptions());
    assertEquals(0, realm.realm.stats().registrations());
    assertEquals(0, realm.realm.heldBytes());
  }

  /** An answer to a question of yesterday's rules decides nothing today. */
  @Test
  void messageThatWaitedForAnAnswerIsDecidedByTheNewRules() {
    // Given
    Permission ask =
        new Permission(
            "", MatchPolicy.PREFIX, Set.of(), Set.of(Action.CALL), Set.of(), Disclosure.FORBIDDEN);
    change(ask);
    bob.call("p");
    // When
    change(denial("p", MatchPolicy.EXACT, Action.CALL));
    realm.decide(new Decision.Allow(Disclosure.FORBIDDEN));
    // Then
    bob.takeError(ErrorUri.NOT_AUTHORIZED);
  }
}
