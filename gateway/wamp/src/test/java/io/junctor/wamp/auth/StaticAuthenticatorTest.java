package io.junctor.wamp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.ErrorUri;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StaticAuthenticatorTest {

  private static final byte[] SEED = seed(1);
  private static final CryptosignAuthenticator KEY = new CryptosignAuthenticator("knob", SEED);
  private static final CryptosignAuthenticator OTHER_KEY =
      new CryptosignAuthenticator("knob", seed(2));

  private static final TicketHash TICKET =
      TicketHash.of("tick", new byte[16], TicketHash.ITERATIONS_MIN);

  private static final TransportDetails TCP = link(TransportDetails.Kind.WEBSOCKET);
  private static final OpenAccess OPEN = new OpenAccess("guest", "process", "worker");

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678Z"));

  private int noncesGiven;

  private final Authenticator closed = authenticator(OpenAccess.NONE);
  private final Authenticator open = authenticator(OPEN);

  @Test
  void theRightTicketIsAccepted() {
    AuthStep step = join(closed, new TicketAuthenticator("alice", "tick"));

    assertEquals(new AuthStep.Accept(new Identity("alice", "operator", "ticket", "static")), step);
  }

  @Test
  void aWrongTicketAndAnUnknownNameAreRefusedAlike() {
    AuthStep.Deny wrong = denied(join(closed, new TicketAuthenticator("alice", "tock")));
    AuthStep.Deny unknown = denied(join(closed, new TicketAuthenticator("nobody", "tick")));
    AuthStep.Deny withoutTicket = denied(join(closed, new TicketAuthenticator("knob", "tick")));

    assertEquals(ErrorUri.AUTHENTICATION_FAILED, wrong.reason());
    for (AuthStep.Deny other : List.of(unknown, withoutTicket)) {
      assertEquals(wrong.reason(), other.reason());
      assertEquals(wrong.message(), other.message());
    }
    // the log of the router tells them apart
    assertEquals("wrong secret", wrong.cause());
    assertEquals("unknown authid", unknown.cause());
    assertEquals("no secret for ticket", withoutTicket.cause());
  }

  /** Whoever measures learns no names either; by the thread's own time, whatever else runs. */
  @Test
  void anUnknownNameCostsAsMuchAsAWrongTicket() {
    TicketHash ticket =
        TicketHash.of("sesame", new byte[TicketHash.SALT_BYTES], TicketHash.ITERATIONS_MIN);
    Authenticator knows =
        new StaticAuthenticator(
            List.of(new Principal("anna", "user", ticket, List.of())),
            OpenAccess.NONE,
            byte[]::new);

    long known = cpuNanosToRefuse(knows, "anna");
    long unknown = cpuNanosToRefuse(knows, "nobody");

    assertTrue(
        known < 2 * unknown && unknown < 2 * known,
        () -> "wrong ticket " + known + " ns, unknown name " + unknown + " ns");
  }

  /** The least of several attempts: the first ones are compiled on the way. */
  private static long cpuNanosToRefuse(Authenticator judge, String authid) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 8; i++) {
      long before = threads.getCurrentThreadCpuTime();
      Dict details = Dict.of("authid", authid, "authmethods", List.of("ticket"));
      AuthStep.Ask ask = (AuthStep.Ask) judge.begin(new Hello("r", details), TCP);
      AuthStep step = ask.pending().answer(new Authenticate("wrong", Dict.EMPTY));
      least = Math.min(least, threads.getCurrentThreadCpuTime() - before);
      assertInstanceOf(AuthStep.Deny.class, step);
    }
    return least;
  }

  @Test
  void anUnknownNameIsChallengedLikeAKnownOne() {
    AuthStep known = closed.begin(hello(new TicketAuthenticator("alice", "")), TCP);
    AuthStep unknown = closed.begin(hello(new TicketAuthenticator("nobody", "")), TCP);

    assertEquals(
        ((AuthStep.Ask) known).challenge(),
        assertInstanceOf(AuthStep.Ask.class, unknown).challenge());
  }

  @Test
  void theRightKeyIsAcceptedWithAndWithoutItsName() {
    AuthStep named = join(closed, KEY);
    AuthStep nameless = join(closed, new CryptosignAuthenticator("", SEED));

    AuthStep.Accept expected =
        new AuthStep.Accept(new Identity("knob", "device", "cryptosign", "static"));
    assertEquals(expected, named);
    assertEquals(expected, nameless);
  }

  @Test
  void anUnknownKeyIsChallengedAndRefused() {
    AuthStep first = closed.begin(hello(OTHER_KEY), TCP);
    AuthStep last = join(closed, OTHER_KEY);

    assertInstanceOf(AuthStep.Ask.class, first);
    assertEquals(ErrorUri.AUTHENTICATION_FAILED, ((AuthStep.Deny) last).reason());
  }

  @Test
  void aKnownKeyUnderAnotherNameIsRefused() {
    AuthStep step = join(closed, new CryptosignAuthenticator("alice", SEED));

    assertInstanceOf(AuthStep.Deny.class, step);
  }

  @Test
  void everyChallengeIsNewAndAnOldAnswerIsRefused() {
    AuthStep.Ask first = (AuthStep.Ask) closed.begin(hello(KEY), TCP);
    AuthStep.Ask second = (AuthStep.Ask) closed.begin(hello(KEY), TCP);
    Authenticate oldAnswer = KEY.answer(first.challenge());

    AuthStep step = second.pending().answer(oldAnswer);

    assertNotEquals(first.challenge(), second.challenge());
    assertInstanceOf(AuthStep.Deny.class, step);
  }

  @Test
  void aMalformedPublicKeyIsAViolation() {
    Dict details =
        Dict.of("authmethods", List.of("cryptosign"), "authextra", Dict.of("pubkey", "zz"));

    assertThrows(
        ProtocolViolation.class, () -> closed.begin(new Hello("com.example.realm", details), TCP));
  }

  @Test
  void theFirstMethodOfTheClientThatFitsIsTaken() {
    Dict details =
        Dict.builder()
            .put("authmethods", List.of("scram", "cryptosign", "ticket", "anonymous"))
            .put("authid", "alice")
            .build();

    AuthStep step = open.begin(new Hello("com.example.realm", details), TCP);

    // no scram here, and cryptosign without a key does not fit
    assertEquals("ticket", ((AuthStep.Ask) step).challenge().authMethod());
  }

  @Test
  void nobodyIsLetInWithoutAProofUnlessConfigured() {
    for (TransportDetails.Kind kind : TransportDetails.Kind.values()) {
      for (String method : List.of("anonymous", "local", "")) {
        Dict details = method.isEmpty() ? Dict.EMPTY : Dict.of("authmethods", List.of(method));

        AuthStep step = closed.begin(new Hello("com.example.realm", details), link(kind));

        assertEquals(ErrorUri.NO_MATCHING_AUTH_METHOD, ((AuthStep.Deny) step).reason());
      }
    }
  }

  @Test
  void anonymousSessionsGetTheConfiguredRoleAndANameOfTheirOwn() {
    Identity first = accepted(join(open, OpenAuthenticator.anonymous()));
    Identity second = accepted(join(open, OpenAuthenticator.anonymous()));

    assertEquals("guest", first.authrole());
    assertEquals("anonymous", first.authmethod());
    assertNotEquals(first.authid(), second.authid());
  }

  @ParameterizedTest
  @EnumSource
  void aLocalSessionGetsTheRoleOfItsLink(TransportDetails.Kind kind) {
    AuthStep step = open.begin(hello(OpenAuthenticator.local("worker1")), link(kind));

    switch (kind) {
      case LOCAL ->
          assertEquals(new Identity("worker1", "process", "local", "static"), accepted(step));
      case RAWSOCKET_UNIX ->
          assertEquals(new Identity("worker1", "worker", "local", "static"), accepted(step));
      case WEBSOCKET, RAWSOCKET -> assertInstanceOf(AuthStep.Deny.class, step);
    }
  }

  /** This process joins for clients of another protocol, and vouches for none of them. */
  @Test
  void aClientOfAnotherProtocolIsNotThisProcess() {
    StaticAuthenticator open =
        new StaticAuthenticator(List.of(), new OpenAccess(null, "process", null), byte[]::new);
    Hello hello = new Hello("r", Dict.of("authmethods", List.of("local")));
    TransportDetails link =
        new TransportDetails(TransportDetails.Kind.LOCAL, Format.JSON, "192.0.2.7:4711", true);

    assertInstanceOf(AuthStep.Deny.class, open.begin(hello, link));
  }

  @Test
  void aLocalSessionMayNotTakeTheNameOfAPrincipal() {
    Hello hello = hello(OpenAuthenticator.local("alice"));

    AuthStep step = open.begin(hello, link(TransportDetails.Kind.LOCAL));

    assertInstanceOf(AuthStep.Deny.class, step);
  }

  @Test
  void aClientWithoutMethodsTakesWhatIsOpen() {
    Hello hello = new Hello("com.example.realm", Dict.EMPTY);

    Identity remote = accepted(open.begin(hello, TCP));
    Identity inProcess = accepted(open.begin(hello, link(TransportDetails.Kind.LOCAL)));

    assertEquals("guest", remote.authrole());
    assertEquals("process", inProcess.authrole());
  }

  @Test
  void aTicketIsNotGivenToAnotherMethodsChallenge() {
    Challenge challenge = new Challenge("wampcra", Dict.EMPTY);

    assertThrows(
        ProtocolViolation.class, () -> new TicketAuthenticator("alice", "tick").answer(challenge));
    assertThrows(ProtocolViolation.class, () -> KEY.answer(challenge));
    assertThrows(ProtocolViolation.class, () -> OpenAuthenticator.anonymous().answer(challenge));
  }

  @Test
  void onlyAChallengeOfThirtyTwoBytesIsSigned() {
    for (Object challenge : List.of("", "00".repeat(31), "00".repeat(33), "zz".repeat(32), 1L)) {
      Challenge ask = new Challenge("cryptosign", Dict.of("challenge", challenge));

      assertThrows(ProtocolViolation.class, () -> KEY.answer(ask));
    }
  }

  @Test
  void aKeyFileHoldsTheSeedInHexOrBase64() {
    String hex = HexFormat.of().formatHex(SEED) + "\n";
    String base64 = " " + Base64.getEncoder().encodeToString(SEED) + "\r\n";

    assertEquals(KEY.publicKey(), CryptosignAuthenticator.ofKeyFile("knob", hex).publicKey());
    assertEquals(KEY.publicKey(), CryptosignAuthenticator.ofKeyFile("knob", base64).publicKey());
    for (String wrong :
        List.of("", "abc", "-----BEGIN OPENSSH PRIVATE KEY-----", "00".repeat(31))) {
      assertThrows(
          IllegalArgumentException.class, () -> CryptosignAuthenticator.ofKeyFile("k", wrong));
    }
  }

  @Test
  void secretsAreNotPrinted() {
    String printed =
        KEY.toString() + new TicketAuthenticator("alice", "tick") + principals().getFirst();

    assertTrue(printed.contains("redacted"), printed);
    assertEquals(-1, printed.indexOf("tick,"), printed);
    assertEquals(-1, printed.indexOf(HexFormat.of().formatHex(SEED)), printed);
    assertEquals(-1, printed.indexOf("pbkdf2"), printed);
  }

  @Test
  void aListThatNamesSomebodyTwiceIsRefused() {
    Principal principal = new Principal("a", "r", null, List.of(KEY.publicKey()));
    Principal sameKey = new Principal("b", "r", null, List.of(KEY.publicKey()));

    assertThrows(
        IllegalArgumentException.class,
        () -> new StaticAuthenticator(List.of(principal, principal), OPEN, this::nonce, CLOCK));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StaticAuthenticator(List.of(principal, sameKey), OPEN, this::nonce, CLOCK));
    assertThrows(
        IllegalArgumentException.class, () -> new Principal("a", "r", null, List.of("AB")));
  }

  private StaticAuthenticator authenticator(OpenAccess access) {
    return new StaticAuthenticator(principals(), access, this::nonce, CLOCK);
  }

  private static List<Principal> principals() {
    return List.of(
        new Principal("alice", "operator", TICKET, List.of()),
        new Principal("knob", "device", null, List.of(KEY.publicKey())));
  }

  /** HELLO, CHALLENGE, AUTHENTICATE, and what came of it. */
  private static AuthStep join(Authenticator router, ClientAuthenticator client) {
    AuthStep step = router.begin(hello(client), TCP);
    return step instanceof AuthStep.Ask ask
        ? ask.pending().answer(client.answer(ask.challenge()))
        : step;
  }

  private static Hello hello(ClientAuthenticator client) {
    Dict.Builder details =
        Dict.builder()
            .put("authmethods", List.of(client.method()))
            .put("authextra", client.authextra());
    if (!client.authid().isEmpty()) {
      details.put("authid", client.authid());
    }
    return new Hello("com.example.realm", details.build());
  }

  private static AuthStep.Deny denied(AuthStep step) {
    return assertInstanceOf(AuthStep.Deny.class, step);
  }

  private static Identity accepted(AuthStep step) {
    return assertInstanceOf(AuthStep.Accept.class, step).identity();
  }

  private byte[] nonce(int length) {
    byte[] nonce = new byte[length];
    Arrays.fill(nonce, (byte) ++noncesGiven);
    return nonce;
  }

  private static byte[] seed(int fill) {
    byte[] seed = new byte[Cryptosign.KEY_BYTES];
    Arrays.fill(seed, (byte) fill);
    return seed;
  }

  private static TransportDetails link(TransportDetails.Kind kind) {
    String peer =
        kind == TransportDetails.Kind.LOCAL ? TransportDetails.THIS_PROCESS : "192.0.2.7:4711";
    return new TransportDetails(kind, Format.JSON, peer, true);
  }
}
