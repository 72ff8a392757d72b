package io.junctor.wamp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.transport.LinkCookie;
import io.junctor.wamp.transport.LinkProofs;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookieAuthenticatorTest {

  private static final Duration KEEP = Duration.ofHours(1);
  private static final Nonces NONCES = byte[]::new;
  private static final TransportDetails LINK =
      new TransportDetails(TransportDetails.Kind.WEBSOCKET, Format.JSON, "192.0.2.7:5000", true);
  private static final TransportDetails ISSUED = link(new LinkCookie("c1", true));
  private static final TransportDetails BROUGHT = link(new LinkCookie("c1", false));

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private int changes;
  private final Cookies cookies = new Cookies(3, KEEP, () -> now, () -> changes++);

  private static TransportDetails link(LinkCookie cookie) {
    return LINK.withProofs(LinkProofs.NONE.withCookie(cookie));
  }

  private static Principal principal(String authid, String role, String ticket) {
    return new Principal(
        authid, role, TicketHash.of(ticket, new byte[16], TicketHash.ITERATIONS_MIN), List.of());
  }

  private CookieAuthenticator realm(Principal... principals) {
    StaticAuthenticator configured =
        new StaticAuthenticator(
            List.of(principals), new OpenAccess("guest", null, null), NONCES, () -> now, null);
    return new CookieAuthenticator(cookies, configured, configured);
  }

  private final CookieAuthenticator realm =
      realm(principal("alice", "operator", "tick"), principal("bob", "viewer", "tock"));

  private static Hello helloTo(String realm, String authid, String... methods) {
    Dict details = Dict.of("authmethods", List.of(methods));
    return new Hello(realm, authid == null ? details : details.with("authid", authid));
  }

  private static Hello hello(String authid, String... methods) {
    return helloTo("realm", authid, methods);
  }

  private static AuthStep prove(AuthStep step, String ticket) {
    return assertInstanceOf(AuthStep.Ask.class, step)
        .pending()
        .answer(new Authenticate(ticket, Dict.EMPTY));
  }

  private static Identity accepted(AuthStep step) {
    return assertInstanceOf(AuthStep.Accept.class, step).identity();
  }

  private void logIn(String authid, String ticket, TransportDetails link) {
    accepted(prove(realm.begin(hello(authid, "cookie", "ticket"), link), ticket));
  }

  @Test
  void whoHasProvedItselfJoinsByTheCookieOfThatLink() {
    logIn("alice", "tick", ISSUED);

    Identity who = accepted(realm.begin(hello(null, "cookie"), BROUGHT));

    assertEquals(new Identity("alice", "operator", "cookie", "static"), who);
  }

  @Test
  void anUnknownCookieLeavesItToTheOtherMethods() {
    AuthStep step = realm.begin(hello("alice", "cookie", "ticket"), BROUGHT);
    AuthStep alone = realm.begin(hello(null, "cookie"), BROUGHT);

    assertEquals("ticket", assertInstanceOf(AuthStep.Ask.class, step).challenge().authMethod());
    assertEquals(
        ErrorUri.NO_MATCHING_AUTH_METHOD, assertInstanceOf(AuthStep.Deny.class, alone).reason());
  }

  @Test
  void whoDoesNotNameCookieIsNotRemembered() {
    accepted(prove(realm.begin(hello("alice", "ticket"), ISSUED), "tick"));

    assertFalse(cookies.isBound("c1"));
  }

  @Test
  void aWrongTicketOrNoProofBindsNothing() {
    assertInstanceOf(
        AuthStep.Deny.class,
        prove(realm.begin(hello("alice", "cookie", "ticket"), ISSUED), "tock"));
    assertEquals(
        "anonymous",
        accepted(realm.begin(hello(null, "cookie", "anonymous"), ISSUED)).authmethod());

    assertFalse(cookies.isBound("c1"));
    assertEquals(0, changes);
  }

  @Test
  void namedAfterTheOthersItIsTriedLast() {
    logIn("alice", "tick", ISSUED);

    AuthStep asked = realm.begin(hello("alice", "ticket", "cookie"), BROUGHT);
    AuthStep withoutName = realm.begin(hello(null, "ticket", "cookie"), BROUGHT);

    assertEquals("ticket", assertInstanceOf(AuthStep.Ask.class, asked).challenge().authMethod());
    assertEquals("cookie", accepted(withoutName).authmethod());
  }

  @Test
  void aCookieOfSomebodyElseOrOfAnotherRealmIsNoProof() {
    logIn("alice", "tick", ISSUED);

    AuthStep other = realm.begin(hello("bob", "cookie"), BROUGHT);
    AuthStep elsewhere = realm.begin(helloTo("another", null, "cookie"), BROUGHT);

    assertInstanceOf(AuthStep.Deny.class, other);
    assertInstanceOf(AuthStep.Deny.class, elsewhere);
    assertTrue(cookies.isBound("c1"), "asking is not logging out");
  }

  /** Somebody may have planted a cookie that is good for himself, or was. */
  @Test
  void aCookieThatTheBrowserBroughtIsBoundToNobodyNew() {
    logIn("bob", "tock", ISSUED);
    logIn("alice", "tick", BROUGHT);

    assertFalse(cookies.isBound("c1"));
    logIn("alice", "tick", BROUGHT);
    assertFalse(cookies.isBound("c1"), "nor once it stands for nobody");
  }

  @Test
  void aRemovedUserIsNotLetInAndForgotten() {
    logIn("alice", "tick", ISSUED);

    AuthStep step = realm(principal("bob", "viewer", "tock")).begin(hello(null, "cookie"), BROUGHT);

    assertInstanceOf(AuthStep.Deny.class, step);
    assertFalse(cookies.isBound("c1"));
  }

  @Test
  void aChangedRoleCountsAtOnce() {
    logIn("alice", "tick", ISSUED);

    AuthStep step =
        realm(principal("alice", "viewer", "tick")).begin(hello(null, "cookie"), BROUGHT);

    assertEquals("viewer", accepted(step).authrole());
  }

  @Test
  void aChangedTicketEndsWhatWasRememberedByTheOldOne() {
    logIn("alice", "tick", ISSUED);

    AuthStep step =
        realm(principal("alice", "operator", "new")).begin(hello(null, "cookie"), BROUGHT);

    assertInstanceOf(AuthStep.Deny.class, step);
  }

  @Test
  void aCookieIsGoodForItsTimeFromTheProofHoweverOftenItIsUsed() {
    logIn("alice", "tick", ISSUED);
    now = now.plus(KEEP).minusSeconds(1);
    assertEquals("alice", accepted(realm.begin(hello(null, "cookie"), BROUGHT)).authid());

    now = now.plusSeconds(1);

    assertInstanceOf(AuthStep.Deny.class, realm.begin(hello(null, "cookie"), BROUGHT));
  }

  @Test
  void logoutForgetsTheCookie() {
    logIn("alice", "tick", ISSUED);

    realm.onLogout(BROUGHT);

    assertInstanceOf(AuthStep.Deny.class, realm.begin(hello(null, "cookie"), BROUGHT));
    assertEquals(2, changes);
  }

  @Test
  void beyondTheBoundTheOneOfTheOldestProofIsForgotten() {
    for (String value : List.of("c1", "c2", "c3", "c4")) {
      logIn("alice", "tick", link(new LinkCookie(value, true)));
    }

    assertFalse(cookies.isBound("c1"));
    assertEquals(3, cookies.entries().size());
  }

  @Test
  void oneNameDoesNotPushOutAnother() {
    Cookies large = new Cookies(1_000, KEEP, () -> now, () -> {});
    large.bind("bob's", "realm", "bob", "stamp");

    for (int i = 0; i < 100; i++) {
      large.bind("alice's " + i, "realm", "alice", "stamp");
    }

    assertTrue(large.isBound("bob's"));
    assertEquals(1 + Cookies.PER_NAME_MAX, large.entries().size());
    assertTrue(large.isBound("alice's 99"));
  }

  @Test
  void whatIsKeptHoldsNoCookieAndBringsAllOfThemBack() {
    logIn("alice", "tick", ISSUED);
    List<Cookies.Entry> kept = cookies.entries();
    Cookies after = new Cookies(3, KEEP, () -> now, () -> {});

    after.restore(kept);

    assertTrue(after.isBound("c1"));
    assertFalse(after.isBound(kept.getFirst().hash()), "the hash is no cookie");
    assertFalse(kept.toString().contains("c1\""));
  }

  /** Of a name that a procedure knew, the procedure says whether it may come back. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aProcedureIsAskedAgainAboutThoseItKnew(boolean welcome) {
    boolean[] isWelcome = {true};
    AuthProcedure procedure =
        (_, authid, details) ->
            isWelcome[0] && authid.equals("dora")
                ? CompletableFuture.completedFuture(
                    Dict.of("role", details.string("authmethod", "").equals("cookie") ? "b" : "a"))
                : CompletableFuture.failedFuture(new IllegalStateException("unknown"));
    DynamicAuthenticator dynamic =
        new DynamicAuthenticator(
            procedure, Set.of("ticket", "cookie"), Set.of("a", "b"), Set.of(), NONCES, () -> now);
    StaticAuthenticator configured =
        new StaticAuthenticator(List.of(), OpenAccess.NONE, NONCES, () -> now, dynamic);
    CookieAuthenticator asking = new CookieAuthenticator(cookies, configured, configured);
    Identity first =
        accepted(decided(prove(asking.begin(hello("dora", "cookie", "ticket"), ISSUED), "tick")));
    isWelcome[0] = welcome;

    AuthStep step = decided(asking.begin(hello(null, "cookie"), BROUGHT));

    assertEquals("a", first.authrole());
    if (welcome) {
      assertEquals(new Identity("dora", "b", "cookie", "dynamic"), accepted(step));
    } else {
      assertInstanceOf(AuthStep.Deny.class, step);
    }
  }

  private static AuthStep decided(AuthStep step) {
    AuthStep next = step;
    while (next instanceof AuthStep.Later later) {
      next = later.next().toCompletableFuture().join().get();
    }
    return next;
  }

  @Test
  void aCookieIsInNoText() {
    assertFalse(ISSUED.toString().contains("c1"), ISSUED::toString);
  }
}
