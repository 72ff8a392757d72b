package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.ErrorUri;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sessions may have done with events when they do not keep up. */
class ReadersTest {

  private static final String TOPIC = "com.example.topic";

  private static final List<ReaderRule> RULES =
      List.of(
          new ReaderRule("viewer", ReaderPolicy.KEEP_NEWEST, Set.of(), ReaderPolicy.DROP_OLDEST),
          new ReaderRule(
              "recorder",
              ReaderPolicy.DROP_OLDEST,
              EnumSet.allOf(ReaderPolicy.class),
              ReaderPolicy.DISCONNECT));

  private final TestRealm realm =
      new TestRealm(
          TestRealm.ALLOW_ALL,
          _ -> false,
          RouterLimits.DEFAULT,
          new RealmPolicy(List.of(), List.of(), RULES));

  @ParameterizedTest
  @CsvSource({
    "guest, drop-oldest, yes",
    "guest, keep-newest, yes",
    "guest, disconnect, yes",
    "guest, block-publisher, no",
    "viewer, keep-newest, yes",
    "viewer, drop-oldest, no",
    "viewer, disconnect, no",
    "viewer, block-publisher, no",
    "recorder, block-publisher, yes",
  })
  void aSubscriptionMayAskForWhatItsRoleMayHave(String role, String policy, String allowed) {
    // Given
    TestPeer peer = realm.join("peer", role);
    // When
    peer.send(new Subscribe(1, Dict.of(ReaderPolicy.OPTION, policy), TOPIC));
    // Then
    if (allowed.equals("yes")) {
      long subscription = peer.take(Subscribed.class).subscription();
      Output.Reader told = told().getLast();
      assertEquals(subscription, told.subscription());
      assertEquals(ReaderPolicy.of(policy), told.policy());
    } else {
      assertEquals(ErrorUri.OPTION_NOT_ALLOWED, peer.take(ErrorMessage.class).error());
    }
  }

  @Test
  void aPolicyThatDoesNotExistIsRefused() {
    // Given
    TestPeer peer = realm.join("peer");
    // When
    peer.send(new Subscribe(1, Dict.of(ReaderPolicy.OPTION, "keep-all"), TOPIC));
    // Then
    assertEquals(ErrorUri.INVALID_ARGUMENT, peer.take(ErrorMessage.class).error());
  }

  @Test
  void theShellIsToldBeforeTheFirstEvent() {
    // Given
    TestPeer peer = realm.join("peer");
    realm.outputs.clear();
    // When
    peer.send(new Subscribe(1, Dict.of(ReaderPolicy.OPTION, "disconnect"), TOPIC));
    // Then
    assertEquals(Output.Reader.class, realm.outputs.getFirst().getClass());
  }

  @Test
  void aRoleWithAPolicyHasItForTheWholeSession() {
    // When
    TestPeer viewer = realm.join("peer", "viewer");
    // Then
    assertEquals(
        List.of(
            new Output.Reader(
                viewer.id(),
                Output.Reader.WHOLE_SESSION,
                ReaderPolicy.KEEP_NEWEST,
                ReaderPolicy.DROP_OLDEST)),
        told());
  }

  @ParameterizedTest
  @CsvSource({
    "guest, keep-newest, yes",
    "guest, disconnect, yes",
    "guest, block-publisher, no",
    "viewer, keep-newest, yes",
    "viewer, drop-oldest, no",
    "recorder, block-publisher, yes",
  })
  void aSessionMayAskForWhatItsRoleMayHave(String role, String policy, String allowed) {
    // When
    TestPeer peer = realm.attemptAsReader("peer", role, policy);
    // Then
    if (allowed.equals("yes")) {
      Welcome welcome = peer.take(Welcome.class);
      assertEquals(policy, welcome.details().string(ReaderPolicy.OPTION));
      Output.Reader told = told().getLast();
      assertEquals(Output.Reader.WHOLE_SESSION, told.subscription());
      assertEquals(ReaderPolicy.of(policy), told.policy());
      assertEquals(Output.Reader.class, realm.outputs.getFirst().getClass(), "before WELCOME");
    } else {
      assertEquals(ErrorUri.OPTION_NOT_ALLOWED, farewell().reason());
      assertEquals(0, realm.realm.stats().sessions());
    }
  }

  @Test
  void aSessionThatAsksForAPolicyThatDoesNotExistIsRefused() {
    // When
    realm.attemptAsReader("peer", "guest", "keep-all");
    // Then
    assertEquals(ErrorUri.INVALID_ARGUMENT, farewell().reason());
    assertEquals(
        "x_slow_reader: expected one of drop-oldest, keep-newest, disconnect, block-publisher,"
            + " got keep-all",
        farewell().details().string("message"));
  }

  @Test
  void whatASessionAsksForTakesThePlaceOfWhatItsRoleHas() {
    // When
    realm.attemptAsReader("peer", "recorder", "keep-newest");
    realm.attemptAsReader("other", "recorder", "drop-oldest");
    // Then
    assertEquals(1, told().size(), "who wants what everybody has needs nothing");
    assertEquals(ReaderPolicy.KEEP_NEWEST, told().getLast().policy());
  }

  @Test
  void whatFollowsABlockIsTheRolesBusiness() {
    // Given
    TestPeer recorder = realm.join("peer", "recorder");
    // When
    recorder.send(new Subscribe(1, Dict.of(ReaderPolicy.OPTION, "block-publisher"), TOPIC));
    // Then
    assertEquals(ReaderPolicy.DISCONNECT, told().getLast().afterBlock());
  }

  @Test
  void aPolicyEndsWithItsSubscription() {
    // Given
    TestPeer peer = realm.join("peer");
    peer.send(new Subscribe(1, Dict.of(ReaderPolicy.OPTION, "keep-newest"), TOPIC));
    long subscription = peer.take(Subscribed.class).subscription();
    // When
    peer.send(new Unsubscribe(2, subscription));
    // Then
    assertEquals(
        new Output.Reader(peer.id(), subscription, null, ReaderPolicy.DROP_OLDEST),
        told().getLast());
  }

  @Test
  void subscribingAgainWithoutAPolicyTakesItBack() {
    // Given
    TestPeer peer = realm.join("peer");
    peer.send(new Subscribe(1, Dict.of(ReaderPolicy.OPTION, "keep-newest"), TOPIC));
    // When
    peer.send(new Subscribe(2, Dict.EMPTY, TOPIC));
    // Then
    assertEquals(2, told().size());
    assertEquals(null, told().getLast().policy());
  }

  @Test
  void whoIsExpelledIsOutOfTheRealmAndItsTestamentsArePublished() {
    // Given
    TestPeer witness = realm.join("witness");
    witness.subscribe(TOPIC);
    TestPeer peer = realm.join("peer");
    peer.meta("wamp.session.add_testament", TOPIC, List.of("last words"), java.util.Map.of());
    Goodbye goodbye = new Goodbye(Dict.EMPTY, "junctor.close.slow_reader");
    // When
    realm.realm.expel(peer.id(), goodbye, CloseCause.SLOW_READER, realm.now, realm::accept);
    // Then
    assertEquals(List.of("last words"), witness.args(witness.take(Event.class)));
    assertTrue(realm.outputs.contains(new Output.Kick(peer.id(), goodbye, CloseCause.SLOW_READER)));
    assertEquals(1, realm.realm.stats().sessions());
  }

  @Test
  void whatTheSurroundingsPublishReachesWhoSubscribed() {
    // Given
    TestPeer peer = realm.join("peer");
    peer.subscribe("junctor.reader.on_drop");
    // When
    realm.realm.publish("junctor.reader.on_drop", List.of(7), realm.now, realm::accept);
    // Then
    assertEquals(List.of(7L), peer.args(peer.take(Event.class)));
  }

  @Test
  void theSurroundingsPublishNothingElse() {
    // When
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> realm.realm.publish(TOPIC, List.of(), realm.now, realm::accept));
    // Then
    assertEquals("expected a URI below junctor., got " + TOPIC, refused.getMessage());
  }

  @Test
  void aRoleHasOneRule() {
    // When
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new RealmPolicy(List.of(), List.of(), List.of(RULES.getFirst(), RULES.getFirst())));
    // Then
    assertEquals("readers: the role viewer is there twice", refused.getMessage());
  }

  private Abort farewell() {
    return assertInstanceOf(
        Abort.class, assertInstanceOf(Output.Kick.class, realm.outputs.getLast()).farewell());
  }

  private List<Output.Reader> told() {
    return realm.outputs.stream()
        .filter(Output.Reader.class::isInstance)
        .map(Output.Reader.class::cast)
        .toList();
  }
}
