package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.uri.ErrorUri;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Taking a subscription away from its subscriber. */
class SubscriptionRevocationTest {

  private static final String REMOVE = "wamp.subscription.remove_subscriber";

  private final TestRealm realm = new TestRealm();
  private final TestPeer admin = realm.join("admin");
  private final TestPeer bob = realm.join("bob");

  @Test
  void subscriberIsToldAndGetsNothingMore() {
    // Given
    long id = bob.subscribe("t");
    // When
    assertEquals(List.of(), admin.meta(REMOVE, id, bob.id(), "no longer authorized"));
    admin.publish("t", 1);
    // Then
    Unsubscribed revoked = bob.take(Unsubscribed.class);
    assertEquals(0, revoked.request());
    assertEquals(Dict.of("subscription", id, "reason", "no longer authorized"), revoked.details());
    bob.expectNothing();
    assertEquals(0, realm.realm.stats().subscriptions());
    assertEquals(0, realm.realm.heldBytes());
  }

  @Test
  void reasonIsLeftOutWhenNoneIsGiven() {
    // Given
    long id = bob.subscribe("t");
    // When
    admin.meta(REMOVE, id, bob.id());
    // Then
    assertEquals(Dict.of("subscription", id), bob.take(Unsubscribed.class).details());
  }

  @Test
  void subscriberThatDidNotAnnounceTheFeatureIsNotTold() {
    // Given
    TestPeer plain = realm.join("plain", "user", Format.JSON, EnumSet.noneOf(Feature.class));
    long id = plain.subscribe("t");
    // When
    admin.meta(REMOVE, id, plain.id());
    admin.publish("t", 1);
    // Then
    plain.expectNothing();
    plain.send(new Unsubscribe(2, id));
    plain.takeError(ErrorUri.NO_SUCH_SUBSCRIPTION);
  }

  @Test
  void othersOfTheSubscriptionKeepIt() {
    // Given
    long id = bob.subscribe("t");
    TestPeer carol = realm.join("carol");
    carol.subscribe("t");
    // When
    admin.meta(REMOVE, id, bob.id());
    admin.publish("t", 1);
    // Then
    assertEquals(id, carol.take(Event.class).subscription());
    bob.take(Unsubscribed.class);
    bob.expectNothing();
  }

  @Test
  void revocationIsToldAsUnsubscribeThenDelete() {
    // Given
    long id = bob.subscribe("t");
    long unsubscribed = admin.subscribe("wamp.subscription.on_unsubscribe");
    long deleted = admin.subscribe("wamp.subscription.on_delete");
    // When
    admin.call(REMOVE, id, bob.id());
    // Then
    Event first = admin.take(Event.class);
    assertEquals(unsubscribed, first.subscription());
    assertEquals(List.of(bob.id(), id), admin.args(first));
    assertEquals(deleted, admin.take(Event.class).subscription());
    admin.take(Result.class);
  }

  @Test
  void whoIsNoSubscriberCannotBeRemoved() {
    // Given
    long id = bob.subscribe("t");
    // When
    admin.call(REMOVE, id, admin.id());
    admin.call(REMOVE, 99, bob.id());
    // Then
    admin.takeError(ErrorUri.NO_SUCH_SESSION);
    admin.takeError(ErrorUri.NO_SUCH_SUBSCRIPTION);
    bob.expectNothing();
  }
}
