package io.junctor.wamp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.LinkProofs;
import io.junctor.wamp.transport.PeerCertificate;
import io.junctor.wamp.transport.PeerProcess;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.ErrorUri;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole handshakes by the methods in which a name goes with a secret, and by what links prove. */
class SecretMethodsTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678Z"));
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Nonces NONCES =
      length -> {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
      };

  private static final ScramKdf PBKDF2 = new ScramKdf(ScramKdf.Function.PBKDF2, 4096, 0);
  private static final ScramKdf ARGON2 = new ScramKdf(ScramKdf.Function.ARGON2ID13, 8, 1024);
  private static final byte[] SALT = new byte[ScramSecret.SALT_BYTES];

  private static final String CHANNEL = "0102".repeat(16);
  private static final TransportDetails PLAIN =
      new TransportDetails(TransportDetails.Kind.WEBSOCKET, Format.JSON, "test", true);
  private static final TransportDetails TLS =
      PLAIN.withProofs(new LinkProofs(Map.of(LinkProofs.TLS_EXPORTER, CHANNEL), null, null));

  private static final List<Principal> PRINCIPALS =
      List.of(
          principal("ticket").withCra(null), // a ticket alone
          new Principal("salted", "r1", null, List.of())
              .withCra(CraSecret.salted("open sesame", "Xalt/Xalt/Xalt/Xalt/Xa==", 1000, 32)),
          new Principal("plain", "r2", null, List.of()).withCra(CraSecret.plain("open sesame")),
          new Principal("argon", "r3", null, List.of())
              .withScram(ScramSecret.of("open sesame", SALT, ARGON2)),
          new Principal("pbkdf", "r4", null, List.of())
              .withScram(ScramSecret.of("open sesame", SALT, PBKDF2)));

  private final Authenticator router =
      new StaticAuthenticator(PRINCIPALS, OpenAccess.NONE, NONCES, CLOCK);

  private static Principal principal(String name) {
    return new Principal(
        name,
        "r0",
        TicketHash.of("open sesame", new byte[16], TicketHash.ITERATIONS_MIN),
        List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"salted", "plain"})
  void theRightSecretIsAcceptedByCra(String name) {
    AuthStep step = join(new CraAuthenticator(name, "open sesame"), PLAIN);

    AuthStep.Accept accept = assertInstanceOf(AuthStep.Accept.class, step);
    assertEquals(name, accept.identity().authid());
    assertEquals("wampcra", accept.identity().authmethod());
  }

  /** "session|int: The WAMP session ID that will be assigned to the session". */
  @Test
  void theSessionGetsTheIdThatCraPromised() {
    AuthStep.Ask ask =
        (AuthStep.Ask) router.begin(hello(new CraAuthenticator("plain", ""), PLAIN), PLAIN);
    Authenticate answer = new CraAuthenticator("plain", "open sesame").answer(ask.challenge());

    AuthStep.Accept accept = (AuthStep.Accept) ask.pending().answer(answer);

    String promised = "\"session\":" + accept.session() + "}";
    assertTrue(accept.session() >= 1 && accept.session() <= 1L << 53);
    assertTrue(ask.challenge().extra().string("challenge").endsWith(promised));
  }

  @ParameterizedTest
  @ValueSource(strings = {"argon", "pbkdf"})
  void theRightPasswordIsAcceptedByScramAndTheRouterProvesItself(String name) {
    for (TransportDetails link : List.of(PLAIN, TLS)) {
      ScramAuthenticator user = new ScramAuthenticator(name, "open sesame", NONCES);
      ClientAuthenticator client = (link == TLS ? user.boundToChannel() : user).forLink(link);

      AuthStep.Accept accept = assertInstanceOf(AuthStep.Accept.class, exchange(client, link));

      assertEquals("wamp-scram", accept.identity().authmethod());
      client.verify(new Welcome(1, Dict.of("authextra", accept.authextra())));
      assertThrows(IllegalStateException.class, () -> client.verify(new Welcome(1, Dict.EMPTY)));
      Dict forged = Dict.of("verifier", "v=" + Base64.getEncoder().encodeToString(new byte[32]));
      assertThrows(
          IllegalStateException.class,
          () -> client.verify(new Welcome(1, Dict.of("authextra", forged))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"argon", "pbkdf"})
  void autobahnsScramIsUnderstoodUnderItsOwnName(String name) {
    ClientAuthenticator client =
        new ScramAuthenticator(name, "open sesame", NONCES).asAutobahn().forLink(PLAIN);

    AuthStep.Accept accept = assertInstanceOf(AuthStep.Accept.class, exchange(client, PLAIN));

    assertEquals("scram", accept.identity().authmethod());
    assertEquals(Set.of("scram_server_signature"), accept.authextra().keys());
    client.verify(new Welcome(1, Dict.of("authextra", accept.authextra())));
  }

  @Test
  void aProofForAnotherTlsChannelIsRefused() {
    TransportDetails other =
        PLAIN.withProofs(
            new LinkProofs(Map.of(LinkProofs.TLS_EXPORTER, "ff".repeat(32)), null, null));
    ClientAuthenticator client =
        new ScramAuthenticator("pbkdf", "open sesame", NONCES).boundToChannel().forLink(other);

    AuthStep.Ask ask = (AuthStep.Ask) router.begin(hello(client), TLS);
    AuthStep step = ask.pending().answer(client.answer(ask.challenge()));

    assertEquals("bound to another TLS channel", ((AuthStep.Deny) step).cause());
  }

  @Test
  void aKeyBoundToItsChannelSignsForThatChannelAlone() {
    CryptosignAuthenticator key = new CryptosignAuthenticator("knob", new byte[32]);
    Authenticator knows =
        new StaticAuthenticator(
            List.of(new Principal("knob", "device", null, List.of(key.publicKey()))),
            OpenAccess.NONE,
            NONCES);
    TransportDetails other =
        PLAIN.withProofs(
            new LinkProofs(Map.of(LinkProofs.TLS_EXPORTER, "ff".repeat(32)), null, null));
    ClientAuthenticator here = key.boundToChannel().forLink(TLS);
    ClientAuthenticator there = key.boundToChannel().forLink(other);

    AuthStep.Ask ask = (AuthStep.Ask) knows.begin(hello(here), TLS);

    assertEquals("tls-exporter", ask.challenge().extra().string("channel_binding"));
    assertInstanceOf(AuthStep.Accept.class, ask.pending().answer(here.answer(ask.challenge())));
    assertInstanceOf(AuthStep.Deny.class, ask.pending().answer(there.answer(ask.challenge())));
    AuthStep.Deny unbound = assertInstanceOf(AuthStep.Deny.class, knows.begin(hello(here), PLAIN));
    assertEquals("channel_binding: this link has none, got tls-exporter", unbound.message());
    String challenge = ask.challenge().extra().string("challenge");
    Challenge without = new Challenge("cryptosign", Dict.of("challenge", challenge));
    assertThrows(ProtocolViolation.class, () -> here.answer(without));
    assertThrows(IllegalStateException.class, () -> key.boundToChannel().forLink(PLAIN));
  }

  /** The 12 octets themselves for SCRAM (RFC 5802), their SHA-256 for cryptosign. */
  @Test
  void tlsUniqueBindsBothMethodsToAChannelOfTls12() {
    TransportDetails link =
        PLAIN.withProofs(
            new LinkProofs(Map.of(LinkProofs.TLS_UNIQUE, "0102030405060708090a0b0c"), null, null));
    TransportDetails other =
        PLAIN.withProofs(
            new LinkProofs(Map.of(LinkProofs.TLS_UNIQUE, "1102030405060708090a0b0c"), null, null));
    ScramAuthenticator user =
        new ScramAuthenticator("pbkdf", "open sesame", NONCES).boundToChannel("tls-unique");
    CryptosignAuthenticator key =
        new CryptosignAuthenticator("knob", new byte[32]).boundToChannel("tls-unique");
    Authenticator knows =
        new StaticAuthenticator(
            List.of(new Principal("knob", "device", null, List.of(key.publicKey()))),
            OpenAccess.NONE,
            NONCES);

    assertInstanceOf(AuthStep.Accept.class, answer(router, user.forLink(link), link));
    assertInstanceOf(AuthStep.Deny.class, answer(router, user.forLink(other), link));
    assertInstanceOf(AuthStep.Accept.class, answer(knows, key.forLink(link), link));
    assertInstanceOf(AuthStep.Deny.class, answer(knows, key.forLink(other), link));
    AuthStep.Deny refused =
        assertInstanceOf(AuthStep.Deny.class, knows.begin(hello(key.forLink(link)), TLS));
    assertEquals("channel_binding: this link has tls-exporter, got tls-unique", refused.message());
  }

  private static AuthStep answer(
      Authenticator judge, ClientAuthenticator client, TransportDetails link) {
    AuthStep.Ask ask = (AuthStep.Ask) judge.begin(hello(client), link);
    return ask.pending().answer(client.answer(ask.challenge()));
  }

  @Test
  void aChannelBindingThatTheLinkDoesNotHaveIsRefusedByScram() {
    Dict extra = Dict.of("nonce", "AAAA", "channel_binding", "tls-unique");
    Dict details =
        Dict.of("authmethods", List.of("wamp-scram"), "authid", "pbkdf").with("authextra", extra);

    AuthStep step = router.begin(new Hello("r", details), TLS);

    assertEquals(ErrorUri.AUTHENTICATION_FAILED, ((AuthStep.Deny) step).reason());
  }

  @Test
  void aNonceThatIsNoBase64IsAViolation() {
    for (String nonce : List.of("", "a,r=b", "A".repeat(300))) {
      Dict details =
          Dict.of("authmethods", List.of("wamp-scram"), "authid", "pbkdf")
              .with("authextra", Dict.of("nonce", nonce));

      assertThrows(ProtocolViolation.class, () -> router.begin(new Hello("r", details), PLAIN));
    }
  }

  @Test
  void aScramAnswerWithAnotherNonceIsRefused() {
    ClientAuthenticator client =
        new ScramAuthenticator("pbkdf", "open sesame", NONCES).forLink(PLAIN);
    AuthStep.Ask ask = (AuthStep.Ask) router.begin(hello(client), PLAIN);
    Authenticate good = client.answer(ask.challenge());
    Authenticate replayed = new Authenticate(good.signature(), Dict.of("nonce", "AAAA"));

    assertInstanceOf(AuthStep.Deny.class, ask.pending().answer(replayed));
    assertInstanceOf(AuthStep.Accept.class, ask.pending().answer(good));
  }

  @Test
  void aScramClientRefusesAChallengeThatIsNotForIt() {
    ClientAuthenticator client =
        new ScramAuthenticator("pbkdf", "open sesame", NONCES).forLink(PLAIN);
    Dict good = ((AuthStep.Ask) router.begin(hello(client), PLAIN)).challenge().extra();

    for (Dict bad :
        List.of(
            good.with("nonce", "AAAA"),
            good.with("nonce", client.authextra().string("nonce")),
            good.with("iterations", 1L),
            good.with("kdf", "md5"),
            good.with("salt", "*"))) {
      assertThrows(ProtocolViolation.class, () -> client.answer(new Challenge("wamp-scram", bad)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wampcra", "wamp-scram", "scram", "ticket"})
  void anUnknownNameIsChallengedLikeAKnownOneEachTimeTheSameAndRefusedAlike(String method) {
    Set<Dict> knownShapes = new HashSet<>();
    for (Principal known : PRINCIPALS) {
      if (known.hasSecret(method)) {
        knownShapes.add(shape(challenge(known.authid(), method)));
      }
    }
    Set<Dict> salts = new HashSet<>();
    Set<Dict> unknownShapes = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      String name = "nobody" + i;
      Dict first = challenge(name, method);
      Dict second = challenge(name, method);

      assertEquals(lasting(first), lasting(second), "the salt and costs of " + name + " last");
      salts.add(lasting(first));
      unknownShapes.add(shape(first));
    }

    assertEquals(knownShapes, unknownShapes);
    AuthStep wrong = answered("argon", method, "AAAA");
    AuthStep unknown = answered("nobody", method, "AAAA");
    assertEquals(((AuthStep.Deny) wrong).message(), ((AuthStep.Deny) unknown).message());
    assertEquals(((AuthStep.Deny) wrong).reason(), ((AuthStep.Deny) unknown).reason());
    if (method.equals("wamp-scram")) {
      assertEquals(100, salts.size(), "each name has a salt of its own");
    }
  }

  @Test
  void aDecoyOutlastsARestartAndMostOutlastANewPrincipal() {
    List<Principal> more = new ArrayList<>(PRINCIPALS);
    more.add(
        new Principal("new", "r5", null, List.of())
            .withScram(ScramSecret.of("another", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, PBKDF2)));
    Decoys before = new Decoys(PRINCIPALS);
    Decoys restarted = new Decoys(PRINCIPALS);
    Decoys grown = new Decoys(more);
    int same = 0;
    for (int i = 0; i < 200; i++) {
      String salt = before.of("nobody" + i, "wamp-scram").scram().salt();
      assertEquals(salt, restarted.of("nobody" + i, "wamp-scram").scram().salt());
      same += salt.equals(grown.of("nobody" + i, "wamp-scram").scram().salt()) ? 1 : 0;
    }
    assertTrue(same > 100 && same < 200, "unchanged: " + same);
  }

  @Test
  void noTextIsTheSecretOfADecoy() {
    Principal decoy = new Decoys(PRINCIPALS).of("nobody", "ticket");

    assertEquals("nobody", decoy.authid());
    assertInstanceOf(AuthStep.Deny.class, join(new TicketAuthenticator("nobody", ""), PLAIN));
    assertInstanceOf(
        AuthStep.Deny.class, join(new TicketAuthenticator("nobody", "open sesame"), PLAIN));
    assertInstanceOf(
        AuthStep.Deny.class, join(new CraAuthenticator("nobody", "open sesame"), PLAIN));
  }

  @Test
  void theMethodThatTheNameHasASecretForIsTakenBeforeOthers() {
    Map<String, String> expected =
        Map.of("ticket", "ticket", "salted", "wampcra", "argon", "wamp-scram");
    expected.forEach(
        (name, method) -> {
          Dict details =
              Dict.of("authmethods", List.of("wamp-scram", "wampcra", "ticket"), "authid", name)
                  .with("authextra", Dict.of("nonce", "AAAA"));

          AuthStep.Ask ask = (AuthStep.Ask) router.begin(new Hello("r", details), PLAIN);

          assertEquals(method, ask.challenge().authMethod());
        });
  }

  @Test
  void aRefusalSaysWhatThereIs() {
    Dict details = Dict.of("authmethods", List.of("magic"));

    AuthStep.Deny deny = (AuthStep.Deny) router.begin(new Hello("r", details), PLAIN);

    assertEquals(ErrorUri.NO_MATCHING_AUTH_METHOD, deny.reason());
    assertTrue(deny.message().endsWith("there is scram, ticket, wamp-scram, wampcra"));
  }

  @Test
  void aCertificateIsWhoeverItBelongsTo() {
    PeerCertificate anna =
        new PeerCertificate("ab".repeat(32), "cn=anna,o=example", List.of("dns:anna.example.com"));
    TransportDetails link = PLAIN.withProofs(new LinkProofs(Map.of(), anna, null));
    for (String matcher :
        List.of("sha256:" + "ab".repeat(32), "subject:cn=anna,o=example", "dns:anna.example.com")) {
      Principal principal =
          new Principal("anna", "operator", null, List.of()).withCertificates(List.of(matcher));
      Authenticator knows = new StaticAuthenticator(List.of(principal), OpenAccess.NONE, NONCES);

      AuthStep named = knows.begin(hello("tls", "anna"), link);
      AuthStep unnamed = knows.begin(new Hello("r", Dict.EMPTY), link);
      AuthStep asAnother = knows.begin(hello("tls", "berta"), link);
      AuthStep without = knows.begin(hello("tls", "anna"), PLAIN);

      assertEquals(
          new Identity("anna", "operator", "tls", "static"),
          assertInstanceOf(AuthStep.Accept.class, named).identity());
      assertEquals(named, unnamed);
      assertInstanceOf(AuthStep.Deny.class, asAnother);
      assertInstanceOf(AuthStep.Deny.class, without);
    }
  }

  @Test
  void aProcessBehindAUnixSocketIsItsUsersPrincipal() {
    Authenticator knows =
        new StaticAuthenticator(
            List.of(
                new Principal("backup", "viewer", null, List.of()).withUids(Set.of(1000)),
                new Principal("shell", "operator", null, List.of()).withUids(Set.of(1000, 0))),
            OpenAccess.NONE,
            NONCES);

    AuthStep root = knows.begin(new Hello("r", Dict.EMPTY), unix(0));
    AuthStep named = knows.begin(hello("local", "backup"), unix(1000));
    AuthStep either = knows.begin(new Hello("r", Dict.EMPTY), unix(1000));
    AuthStep another = knows.begin(hello("local", "backup"), unix(0));
    AuthStep stranger = knows.begin(hello("local", "backup"), unix(1001));
    AuthStep tcp = knows.begin(hello("local", "backup"), PLAIN);

    assertEquals(
        new Identity("shell", "operator", "local", "static"),
        assertInstanceOf(AuthStep.Accept.class, root).identity());
    assertEquals("backup", assertInstanceOf(AuthStep.Accept.class, named).identity().authid());
    for (AuthStep refused : List.of(either, another, stranger, tcp)) {
      assertInstanceOf(AuthStep.Deny.class, refused);
    }
  }

  private static TransportDetails unix(int uid) {
    return new TransportDetails(
        TransportDetails.Kind.RAWSOCKET_UNIX,
        Format.JSON,
        "unix",
        true,
        new PeerProcess(1, uid, uid));
  }

  private AuthStep join(ClientAuthenticator client, TransportDetails link) {
    return exchange(client.forLink(link), link);
  }

  private AuthStep exchange(ClientAuthenticator client, TransportDetails link) {
    AuthStep step = router.begin(hello(client), link);
    return step instanceof AuthStep.Ask ask
        ? ask.pending().answer(client.answer(ask.challenge()))
        : step;
  }

  private static Hello hello(ClientAuthenticator client, TransportDetails link) {
    return hello(client.forLink(link));
  }

  private static Hello hello(ClientAuthenticator client) {
    return new Hello(
        "r",
        Dict.of("authmethods", List.of(client.method()), "authid", client.authid())
            .with("authextra", client.authextra()));
  }

  private static Hello hello(String method, String authid) {
    return new Hello(
        "r",
        Dict.of("authmethods", List.of(method), "authid", authid)
            .with("authextra", Dict.of("nonce", "AAAA")));
  }

  private Dict challenge(String authid, String method) {
    AuthStep step = router.begin(hello(method, authid), PLAIN);
    return assertInstanceOf(AuthStep.Ask.class, step).challenge().extra();
  }

  private AuthStep answered(String authid, String method, String signature) {
    AuthStep.Ask ask = (AuthStep.Ask) router.begin(hello(method, authid), PLAIN);
    return ask.pending().answer(new Authenticate(signature, Dict.EMPTY));
  }

  /** What must be the same each time. */
  private static Dict lasting(Dict extra) {
    Dict.Builder lasting = Dict.builder();
    for (String key : List.of("salt", "kdf", "iterations", "memory", "keylen")) {
      lasting.put(key, extra.get(key));
    }
    return lasting.build();
  }

  /** What a client can tell apart: keys, costs, lengths and the role in CRA's challenge. */
  private static Dict shape(Dict extra) {
    Dict.Builder shape = Dict.builder();
    extra
        .asMap()
        .forEach(
            (key, value) ->
                shape.put(
                    key,
                    switch (key) {
                      case "salt" -> value.toString().replaceAll("[A-Za-z0-9+/]", "x");
                      case "nonce" -> (long) value.toString().length();
                      case "challenge" ->
                          value.toString().replaceAll(".*(\"authrole\":\"r[0-9]\").*", "$1");
                      default -> value;
                    }));
    return shape.build();
  }

  @Test
  void aNameThatNoSecretCanBeForIsNotChallengedByOneWithoutSecrets() {
    Authenticator keysOnly =
        new StaticAuthenticator(
            List.of(new Principal("knob", "device", null, List.of("ab".repeat(32)))),
            OpenAccess.NONE,
            NONCES);

    AuthStep step = keysOnly.begin(hello("ticket", "knob"), PLAIN);

    assertEquals(ErrorUri.NO_MATCHING_AUTH_METHOD, ((AuthStep.Deny) step).reason());
  }
}
