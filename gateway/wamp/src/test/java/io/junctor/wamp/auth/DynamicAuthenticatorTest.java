package io.junctor.wamp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.transport.LinkCookie;
import io.junctor.wamp.transport.LinkProofs;
import io.junctor.wamp.transport.PeerCertificate;
import io.junctor.wamp.transport.PeerProcess;
import io.junctor.wamp.transport.TransportDetails;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicAuthenticatorTest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Nonces NONCES =
      length -> {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
      };
  private static final TransportDetails LINK =
      new TransportDetails(TransportDetails.Kind.WEBSOCKET, Format.JSON, "10.0.0.1:5", true);
  private static final CryptosignAuthenticator KEY =
      new CryptosignAuthenticator("dora", new byte[32]);

  private final Map<String, Dict> answers = new HashMap<>(); // authid -> answer
  private final List<Dict> asked = new ArrayList<>();

  private final Authenticator router =
      new StaticAuthenticator(
          List.of(
              new Principal(
                  "alice",
                  "operator",
                  TicketHash.of("tick", new byte[16], TicketHash.ITERATIONS_MIN),
                  List.of())),
          OpenAccess.NONE,
          NONCES,
          InstantSource.fixed(Instant.EPOCH),
          new DynamicAuthenticator(
              this::answer,
              Set.of("ticket", "wampcra", "wamp-scram", "cryptosign", "tls", "local", "anonymous"),
              Set.of("user", "device"),
              Set.of("alice", "junctor-uplink"),
              NONCES,
              InstantSource.fixed(Instant.EPOCH)));

  private CompletionStage<Dict> answer(String realm, String authid, Dict details) {
    asked.add(details.with("realm", realm).with("authid", authid));
    Dict answer = answers.get(authid);
    boolean right =
        answer != null
            && (!answer.has("ticket") || answer.get("ticket").equals(details.get("ticket")));
    return right
        ? CompletableFuture.completedStage(answer)
        : CompletableFuture.failedStage(new IllegalStateException("com.example.unknown"));
  }

  @Test
  void theProcedureJudgesTickets() {
    answers.put("dora", Dict.of("role", "user", "ticket", "tock"));

    AuthStep right = join(new TicketAuthenticator("dora", "tock"));
    AuthStep wrong = join(new TicketAuthenticator("dora", "tick"));

    assertEquals(new AuthStep.Accept(new Identity("dora", "user", "ticket", "dynamic")), right);
    assertEquals("procedure: com.example.unknown", ((AuthStep.Deny) wrong).cause());
    assertEquals("authentication failed", ((AuthStep.Deny) wrong).message());
  }

  @Test
  void itsSecretsAreChallengedByTheRouter() {
    String scram =
        ScramSecret.of("pw", new byte[16], new ScramKdf(ScramKdf.Function.PBKDF2, 4096, 0))
            .toText();
    answers.put("plain", Dict.of("role", "user", "secret", "pw"));
    answers.put(
        "salted",
        Dict.of("role", "user", "secret", new String(CraSecret.deriveKey("pw", "salt", 1000, 32)))
            .with("salt", "salt")
            .with("iterations", 1000L)
            .with("keylen", 32L));
    answers.put(
        "stored",
        Dict.of("role", "user", "wampcra", CraSecret.salted("pw", "s", 1000, 16).toText()));
    answers.put("scram", Dict.of("role", "user", "scram", scram));

    for (String name : List.of("plain", "salted", "stored")) {
      assertInstanceOf(AuthStep.Accept.class, join(new CraAuthenticator(name, "pw")), name);
      assertInstanceOf(AuthStep.Deny.class, join(new CraAuthenticator(name, "no")), name);
    }
    assertInstanceOf(AuthStep.Accept.class, join(new ScramAuthenticator("scram", "pw", NONCES)));
    assertInstanceOf(AuthStep.Deny.class, join(new ScramAuthenticator("scram", "no", NONCES)));
  }

  @Test
  void whoItDoesNotKnowIsChallengedLikeTheOneItKnewLast() {
    answers.put(
        "stored",
        Dict.of("role", "user", "wampcra", CraSecret.salted("pw", "abcd", 1234, 16).toText()));
    join(new CraAuthenticator("stored", "pw"));

    AuthStep.Ask unknown = (AuthStep.Ask) begin(new CraAuthenticator("nobody", "pw"), LINK);
    AuthStep.Ask again = (AuthStep.Ask) begin(new CraAuthenticator("nobody", "pw"), LINK);

    Dict extra = unknown.challenge().extra();
    assertEquals(1234L, extra.integer("iterations", 0));
    assertEquals(16L, extra.integer("keylen", 0));
    assertEquals(4, extra.string("salt").length());
    assertEquals(extra.string("salt"), again.challenge().extra().string("salt"));
    assertInstanceOf(AuthStep.Deny.class, join(new CraAuthenticator("nobody", "pw")));
  }

  @Test
  void itsKeysSignAndUnknownKeysAreChallengedAndRefused() {
    answers.put("dora", Dict.of("role", "device"));

    AuthStep known = join(KEY);
    AuthStep unknown = join(new CryptosignAuthenticator("nobody", new byte[32]));

    assertEquals("device", ((AuthStep.Accept) known).identity().authrole());
    assertInstanceOf(AuthStep.Deny.class, unknown);
    assertEquals(KEY.publicKey(), asked.getFirst().dict("authextra").string("pubkey"));
  }

  @Test
  void linksThatProveSomethingNeedNoChallenge() {
    PeerCertificate certificate =
        new PeerCertificate("ab".repeat(32), "cn=dora", List.of("dns:dora.example.com"));
    TransportDetails tls =
        LINK.withProofs(new LinkProofs(Map.of(), certificate, new LinkCookie("cookie", false)));
    TransportDetails unix =
        new TransportDetails(
            TransportDetails.Kind.RAWSOCKET_UNIX,
            Format.JSON,
            "unix",
            true,
            new PeerProcess(7, 1000, 100));
    answers.put("dora", Dict.of("role", "device"));

    AuthStep byCertificate = finish(router.begin(hello("tls", "dora"), tls));
    AuthStep byUser = finish(router.begin(hello("local", "dora"), unix));
    AuthStep neither = finish(router.begin(hello("tls", "dora"), LINK));

    assertInstanceOf(AuthStep.Accept.class, byCertificate);
    assertInstanceOf(AuthStep.Accept.class, byUser);
    assertInstanceOf(AuthStep.Deny.class, neither);
    assertEquals(
        "cn=dora", asked.getFirst().dict("transport").dict("certificate").string("subject"));
    assertEquals(1000L, asked.get(1).dict("transport").dict("process").integer("uid", 0));
    assertFalse(asked.toString().contains("cookie"));
  }

  @Test
  void nobodyInParticularHasANameThatIsNotItsOwnChoice() {
    AuthStep refused = finish(router.begin(hello("anonymous", "dora"), LINK));
    String name = asked.getFirst().string("authid");

    assertInstanceOf(AuthStep.Deny.class, refused);
    assertTrue(name.startsWith("anonymous-"), name);
  }

  @Test
  void aPrincipalOfTheConfigurationIsNotAskedAbout() {
    answers.put("alice", Dict.of("role", "user"));

    assertInstanceOf(AuthStep.Accept.class, join(new TicketAuthenticator("alice", "tick")));
    assertInstanceOf(AuthStep.Deny.class, join(new TicketAuthenticator("alice", "other")));
    assertInstanceOf(AuthStep.Deny.class, join(new CryptosignAuthenticator("alice", new byte[32])));
    assertInstanceOf(AuthStep.Deny.class, join(new CraAuthenticator("alice", "x")));
    assertEquals(List.of(), asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "junctor-uplink", ""})
  void aRoleThatIsNotConfiguredIsNotGiven(String role) {
    answers.put("dora", Dict.of("role", role, "ticket", "t"));

    assertInstanceOf(AuthStep.Deny.class, join(new TicketAuthenticator("dora", "t")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "junctor-uplink", "", "a b", "x.#"})
  void aNameOfSomebodyElseIsNotGiven(String name) {
    answers.put("dora", Dict.of("role", "user", "authid", name).with("ticket", "t"));

    assertInstanceOf(AuthStep.Deny.class, join(new TicketAuthenticator("dora", "t")));
  }

  @Test
  void anAnswerOfAnotherFormIsADenial() {
    for (Dict answer :
        List.of(
            Dict.EMPTY,
            Dict.of("role", 1L),
            Dict.of("role", "user", "wampcra", "secret123"),
            Dict.of("role", "user", "secret", "x").with("salt", "s").with("iterations", -1L))) {
      answers.put("dora", answer);

      AuthStep step = join(new CraAuthenticator("dora", "x"));

      assertInstanceOf(AuthStep.Deny.class, step, answer::toString);
      assertFalse(((AuthStep.Deny) step).cause().contains("secret123"));
    }
  }

  @Test
  void aMethodWithoutWhatItNeedsFallsToTheNext() {
    Dict details =
        Dict.of("authmethods", List.of("wamp-scram", "cryptosign", "ticket"), "authid", "dora");

    AuthStep step = router.begin(new Hello("r", details), LINK);

    assertEquals("ticket", ((AuthStep.Ask) step).challenge().authMethod());
    assertNull(answers.get("dora"));
  }

  private AuthStep join(ClientAuthenticator user) {
    ClientAuthenticator client = user.forLink(LINK);
    AuthStep step = begin(client, LINK);
    return step instanceof AuthStep.Ask ask
        ? finish(ask.pending().answer(client.answer(ask.challenge())))
        : step;
  }

  private AuthStep begin(ClientAuthenticator client, TransportDetails link) {
    Dict details =
        Dict.of("authmethods", List.of(client.method()), "authid", client.authid())
            .with("authextra", client.authextra());
    return finish(router.begin(new Hello("r", details), link));
  }

  private static Hello hello(String method, String authid) {
    return new Hello("r", Dict.of("authmethods", List.of(method), "authid", authid));
  }

  private static AuthStep finish(AuthStep step) {
    AuthStep current = step;
    while (current instanceof AuthStep.Later later) {
      Supplier<AuthStep> next = later.next().toCompletableFuture().join();
      current = next.get();
    }
    return current;
  }
}
