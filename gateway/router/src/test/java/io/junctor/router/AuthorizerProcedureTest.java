package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The procedure that is asked where a rule says so. */
class AuthorizerProcedureTest {

  private static final String PROCEDURE = "com.example.authorize";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final Permission ASK =
      new Permission(
          "ask.",
          MatchPolicy.PREFIX,
          Set.of(),
          EnumSet.of(Action.CALL, Action.PUBLISH, Action.SUBSCRIBE, Action.REGISTER),
          Set.of(),
          Disclosure.ON_REQUEST);

  private static final Permission FREE =
      new Permission(
          "free.", MatchPolicy.PREFIX, EnumSet.allOf(Action.class), Disclosure.ON_REQUEST);

  private final TestRealm realm = new TestRealm(policy());
  private final TestPeer judge = realm.join("judge", "judge");
  private final TestPeer bob = realm.join("bob");

  AuthorizerProcedureTest() {
    realm.setPermissions(policy(), settings(2));
    judge.register(PROCEDURE);
  }

  private static AuthorizerSettings settings(int concurrencyMax) {
    return new AuthorizerSettings(PROCEDURE, TIMEOUT, concurrencyMax, 100);
  }

  private static Authorizer policy() {
    Permission everything =
        new Permission("", MatchPolicy.PREFIX, EnumSet.allOf(Action.class), Disclosure.ON_REQUEST);
    Permission judges =
        new Permission(PROCEDURE, MatchPolicy.EXACT, Set.of(Action.REGISTER), Disclosure.FORBIDDEN);
    Permission flush =
        new Permission(
            "junctor.authorization.flush",
            MatchPolicy.EXACT,
            Set.of(Action.CALL),
            Disclosure.FORBIDDEN);
    Permission askAboutItself =
        new Permission(
            "judge.",
            MatchPolicy.PREFIX,
            Set.of(),
            Set.of(Action.CALL),
            Set.of(),
            Disclosure.FORBIDDEN);
    return new StaticAuthorizer(
        Map.of(
            "judge",
            List.of(everything, judges, flush, askAboutItself),
            "user",
            List.of(ASK, FREE)),
        PROCEDURE);
  }

  private void answer(Object answer) {
    judge.yields(judge.take(Invocation.class).request(), Dict.EMPTY, answer);
  }

  @Test
  void itIsToldWhoWantsWhat() {
    // When
    bob.trySubscribe("ask.t", Dict.of("match", "prefix", "get_retained", true));
    // Then
    Invocation question = judge.take(Invocation.class);
    List<Object> args = judge.args(question);
    assertEquals(4, args.size());
    assertEquals("bob", ((Map<?, ?>) args.getFirst()).get("authid"));
    assertEquals(bob.id(), ((Map<?, ?>) args.getFirst()).get("session"));
    assertEquals(List.of("ask.t", "subscribe"), args.subList(1, 3));
    assertEquals(Map.of("match", "prefix", "get_retained", true), args.get(3));
    assertEquals(Dict.EMPTY, question.details());
    bob.expectNothing();
  }

  @Test
  void trueAllows() {
    // Given
    bob.trySubscribe("ask.t", Dict.EMPTY);
    // When
    answer(true);
    // Then
    bob.take(Subscribed.class);
  }

  @Test
  void falseDenies() {
    // Given
    bob.trySubscribe("ask.t", Dict.EMPTY);
    // When
    answer(false);
    // Then
    bob.takeError(ErrorUri.NOT_AUTHORIZED);
  }

  /** Whatever is not plainly yes is no. */
  @ParameterizedTest
  @ValueSource(strings = {"true", "allow", ""})
  void answerThatMakesNoSenseDenies(String answer) {
    // Given
    bob.call("ask.p");
    // When
    answer(answer);
    // Then
    bob.takeError(ErrorUri.AUTHORIZATION_FAILED);
  }

  @Test
  void unknownDisclosureDenies() {
    // Given
    bob.call("ask.p");
    // When
    answer(Map.of("allow", true, "disclose", "sometimes"));
    // Then
    bob.takeError(ErrorUri.AUTHORIZATION_FAILED);
  }

  @Test
  void answerMayDisclose() {
    // Given
    judge.register("ask.p");
    bob.call("ask.p");
    // When
    answer(Map.of("allow", true, "disclose", "always"));
    // Then
    assertEquals(bob.id(), judge.take(Invocation.class).details().integer("caller"));
  }

  @Test
  void answerMayForbidDisclosure() {
    // Given
    bob.call("ask.p", Dict.of("disclose_me", true));
    // When
    answer(Map.of("allow", true, "disclose", "never"));
    // Then
    bob.takeError(ErrorUri.OPTION_DISALLOWED_DISCLOSE_ME);
  }

  @Test
  void errorDenies() {
    // Given
    bob.call("ask.p");
    // When
    Invocation question = judge.take(Invocation.class);
    judge.send(
        new ErrorMessage(
            Invocation.CODE, question.request(), Dict.EMPTY, "com.example.error", Payload.NONE));
    // Then
    bob.takeError(ErrorUri.AUTHORIZATION_FAILED);
  }

  @Test
  void silenceDeniesAndTheQuestionIsTakenBack() {
    // Given
    bob.call("ask.p");
    Invocation question = judge.take(Invocation.class);
    assertEquals(realm.now.plus(TIMEOUT), realm.realm.nextDeadline());
    // When
    realm.pass(TIMEOUT);
    // Then
    bob.takeError(ErrorUri.AUTHORIZATION_FAILED);
    assertEquals(question.request(), judge.take(Interrupt.class).request());
    judge.yields(question.request(), Dict.EMPTY, true); // late
    bob.expectNothing();
    assertNull(realm.realm.nextDeadline());
    assertEquals(0, realm.realm.stats().pendingCalls());
  }

  @Test
  void nobodyToAskDenies() {
    // Given
    realm.leave(judge);
    // When
    bob.call("ask.p");
    // Then
    bob.takeError(ErrorUri.AUTHORIZATION_FAILED);
  }

  @Test
  void judgeThatLeavesDeniesWhatItWasAsked() {
    // Given
    bob.call("ask.p");
    // When
    realm.leave(judge);
    // Then
    bob.takeError(ErrorUri.AUTHORIZATION_FAILED);
  }

  /** Whoever may register a prefix must not be able to answer for the authorizer. */
  @Test
  void onlyARuleForExactlyThisUriLetsRegisterIt() {
    // Given
    TestRealm open = new TestRealm(ALL_BUT_NAMED);
    open.setPermissions(ALL_BUT_NAMED, settings(2));
    TestPeer thief = open.join("thief");
    thief.tryRegister(PROCEDURE, Dict.EMPTY);
    thief.takeError(ErrorUri.NOT_AUTHORIZED);
    thief.register("com.example.", Dict.of("match", "prefix"));
    // When
    thief.publish("ask.t", Dict.of("acknowledge", true));
    // Then
    thief.takeError(ErrorUri.AUTHORIZATION_FAILED);
    thief.expectNothing();
  }

  private static final Authorizer ALL_BUT_NAMED =
      new StaticAuthorizer(
          Map.of(
              "user",
              List.of(
                  new Permission(
                      "", MatchPolicy.PREFIX, EnumSet.allOf(Action.class), Disclosure.ON_REQUEST),
                  ASK)),
          PROCEDURE);

  /** Its answer would stand behind its question until the time is over. */
  @Test
  void itIsNotAskedAboutItself() {
    // When
    judge.call("ask.p");
    // Then
    assertEquals(1, judge.drain().stream().filter(ErrorMessage.class::isInstance).count());
  }

  @Test
  void messagesOfTheSessionWaitAndOthersGoOn() {
    // Given
    TestPeer eve = realm.join("eve");
    eve.subscribe("free.t");
    bob.publish("ask.t", Dict.of("acknowledge", true));
    bob.publish("free.t", Dict.of("acknowledge", true), "second");
    long eves = eve.publish("free.u", Dict.of("acknowledge", true));
    assertEquals(eves, eve.take(Published.class).request());
    eve.expectNothing();
    bob.expectNothing();
    // When
    answer(true);
    // Then
    bob.take(Published.class);
    bob.take(Published.class);
    assertEquals(List.of("second"), eve.args(eve.take(Event.class)));
  }

  @Test
  void atMostSoManyQuestionsAreOpenAndNoneIsLost() {
    // Given
    List<TestPeer> peers = List.of(realm.join("p1"), realm.join("p2"), realm.join("p3"));
    peers.forEach(peer -> peer.call("ask.p"));
    Invocation first = judge.take(Invocation.class);
    Invocation second = judge.take(Invocation.class);
    judge.expectNothing();
    // When
    judge.yields(first.request(), Dict.EMPTY, false);
    judge.yields(second.request(), Dict.EMPTY, false);
    answer(false);
    // Then
    peers.forEach(peer -> peer.takeError(ErrorUri.NOT_AUTHORIZED));
  }

  @Test
  void answerIsRepeatedForAsLongAsItHolds() {
    // Given
    bob.call("ask.p");
    answer(Map.of("allow", false, "cache", 60));
    bob.takeError(ErrorUri.NOT_AUTHORIZED);
    realm.pass(Duration.ofSeconds(59));
    // When
    bob.call("ask.p");
    // Then
    bob.takeError(ErrorUri.NOT_AUTHORIZED);
    judge.expectNothing();
    realm.pass(Duration.ofSeconds(1));
    bob.call("ask.p");
    judge.take(Invocation.class);
  }

  @Test
  void answerIsNotRepeatedUnlessItSaysSo() {
    // Given
    bob.call("ask.p");
    answer(false);
    bob.takeError(ErrorUri.NOT_AUTHORIZED);
    // When
    bob.call("ask.p");
    // Then
    judge.take(Invocation.class);
  }

  /** Another URI, action, session or option is another question. */
  @Test
  void answerIsForItsQuestionOnly() {
    // Given
    bob.call("ask.p");
    answer(Map.of("allow", false, "cache", 60));
    // When
    bob.call("ask.q");
    answer(false);
    bob.publish("ask.p");
    answer(false);
    bob.call("ask.p", Dict.of("timeout", 100L));
    answer(false);
    realm.join("eve").call("ask.p");
    // Then
    judge.take(Invocation.class);
  }

  @Test
  void fullCacheForgetsWhatWasUnusedLongest() {
    // Given
    for (int i = 0; i <= 100; i++) { // one more than fit
      bob.call("ask.p" + i);
      answer(Map.of("allow", false, "cache", true));
    }
    // When
    bob.call("ask.p100");
    judge.expectNothing();
    bob.call("ask.p0");
    // Then
    judge.take(Invocation.class);
  }

  @Test
  void flushedAnswerIsAskedForAgain() {
    // Given
    bob.call("ask.p");
    answer(Map.of("allow", false, "cache", true));
    // When
    assertEquals(List.of(1L), judge.meta("junctor.authorization.flush"));
    bob.call("ask.p");
    // Then
    judge.take(Invocation.class);
  }

  /** A flush while the answer is on its way must not be overtaken by it. */
  @Test
  void answerFromBeforeAFlushIsAskedForAgain() {
    // Given
    bob.call("ask.p");
    Invocation stale = judge.take(Invocation.class);
    judge.meta("junctor.authorization.flush");
    // When
    judge.yields(stale.request(), Dict.EMPTY, Map.of("allow", true, "cache", true));
    // Then
    answer(false);
    bob.takeError(ErrorUri.NOT_AUTHORIZED);
  }

  @Test
  void flushAsksAgainAboutWhatSessionsHave() {
    // Given
    bob.trySubscribe("ask.t", Dict.EMPTY);
    answer(Map.of("allow", true, "cache", true));
    long subscription = bob.take(Subscribed.class).subscription();
    // When
    judge.call("junctor.authorization.flush");
    answer(false);
    // Then
    assertEquals(subscription, bob.take(Unsubscribed.class).details().integer("subscription"));
  }

  @Test
  void changeOfRulesAsksAboutWhatSessionsHaveAndKeepsWhatIsAllowed() {
    // Given
    bob.trySubscribe("ask.t", Dict.of("match", "prefix"));
    answer(true);
    bob.take(Subscribed.class);
    // When
    realm.setPermissions(policy(), settings(2));
    List<Object> args = judge.args(judge.take(Invocation.class));
    // Then
    assertEquals(List.of("ask.t", "subscribe", Map.of("match", "prefix")), args.subList(1, 4));
    assertEquals(1, realm.realm.stats().subscriptions());
  }

  @Test
  void questionsAreDecidedByTheNewProcedureWhenTheOldOneIsTakenAway() {
    // Given
    bob.call("ask.p");
    judge.take(Invocation.class);
    // When
    realm.setPermissions(policy(), null);
    realm.decide(new Decision.Deny(ErrorUri.NOT_AUTHORIZED, "the shell says no"));
    // Then
    bob.takeError(ErrorUri.NOT_AUTHORIZED);
    assertEquals(0, realm.realm.stats().pendingCalls());
  }

  /** The caller of the authorizer is nobody that others could see or kill. */
  @Test
  void routerAsCallerIsInNoList() {
    // When
    List<Object> count = judge.meta("wamp.session.count");
    // Then
    assertEquals(List.of(2L), count);
  }
}
