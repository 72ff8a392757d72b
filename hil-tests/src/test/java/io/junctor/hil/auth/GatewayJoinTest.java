package io.junctor.hil.auth;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.component.Component;
import io.junctor.component.WampError;
import io.junctor.component.session.JoinRefusedException;
import io.junctor.component.session.JoinedSession;
import io.junctor.component.session.SessionSettings;
import io.junctor.component.session.WampSession;
import io.junctor.netty.ConnectorConfig;
import io.junctor.netty.NettyConnector;
import io.junctor.netty.NettyLoops;
import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.auth.CraAuthenticator;
import io.junctor.wamp.auth.Cryptosign;
import io.junctor.wamp.auth.CryptosignAuthenticator;
import io.junctor.wamp.auth.Nonces;
import io.junctor.wamp.auth.ScramAuthenticator;
import io.junctor.wamp.auth.ScramKdf;
import io.junctor.wamp.auth.ScramSecret;
import io.junctor.wamp.auth.TicketAuthenticator;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.transport.CloseCause;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The packaged gateway: an authenticator procedure, proofs bound to TLS, and a flood of guesses.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayJoinTest {

  private static final int PATIENCE_SECONDS = 30;
  private static final String PROCEDURE = "com.example.auth.check";
  private static final CryptosignAuthenticator KIM =
      new CryptosignAuthenticator("kim", HexFormat.of().parseHex("4b".repeat(32)));
  private static final ScramKdf PBKDF2 = new ScramKdf(ScramKdf.Function.PBKDF2, 4_096, 0);
  private static final Nonces NONCES =
      length -> {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
      };

  private AuthGateway gateway;
  private NettyLoops loops;

  @BeforeAll
  void start() {
    gateway =
        new AuthGateway(
            "  pbkdf: {role: member, scram: \"%s\"}\n"
                .formatted(ScramSecret.of(AuthGateway.PASSWORD, new byte[16], PBKDF2).toText()),
            """
              dynamic:
                procedure: %s
                methods: [ticket, wampcra, scram, cryptosign, tls]
            """
                .formatted(PROCEDURE));
    loops = NettyLoops.start("auth-test", 2);
  }

  @AfterAll
  void stop() {
    loops.close();
    gateway.close();
  }

  private NettyConnector plain() throws IOException {
    String url = "rs://127.0.0.1:" + gateway.endpoints().rawsocket().getPort();
    return new NettyConnector(loops, ConnectorConfig.of(url, Format.CBOR));
  }

  private NettyConnector tls() throws IOException {
    return new NettyConnector(
        loops,
        ConnectorConfig.of("rss://127.0.0.1:" + gateway.tlsPort(), Format.CBOR)
            .withAuthorities(gateway.own().chain()));
  }

  private JoinedSession join(NettyConnector connector, ClientAuthenticator who) throws Exception {
    WampSession session =
        new WampSession(SessionSettings.of(AuthGateway.REALM).withAuthenticator(who));
    try {
      return session.join(connector).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      session.close(CloseCause.NORMAL);
    }
  }

  private void refused(NettyConnector connector, ClientAuthenticator who) {
    Throwable failure =
        assertThrows(ExecutionException.class, () -> join(connector, who)).getCause();
    assertInstanceOf(JoinRefusedException.class, failure, failure::toString);
  }

  @Test
  void aProcedureOfTheRealmDecidesOnThoseWhoAreNotConfigured() throws Exception {
    refused(plain(), new TicketAuthenticator("dora", "tock")); // nobody answers yet
    try (Component authority =
        Component.builder(plain())
            .realm(AuthGateway.REALM)
            .authenticator(new TicketAuthenticator("tick", AuthGateway.PASSWORD))
            .connect()) {
      authority.register(
          PROCEDURE, (asked, _) -> decide(asked.get(1, String.class), asked.get(2, Map.class)));

      JoinedSession dora = join(plain(), new TicketAuthenticator("dora", "tock"));
      JoinedSession carl = join(plain(), new CraAuthenticator("carl", "a shared secret"));

      assertEquals("dora guest", dora.authid() + " " + dora.authrole());
      assertEquals("carl member", carl.authid() + " " + carl.authrole());
      refused(plain(), new TicketAuthenticator("dora", "tick"));
      refused(plain(), new CraAuthenticator("carl", "another"));
      refused(plain(), new TicketAuthenticator("eve", "")); // no role of the gateway's own
      refused(plain(), new TicketAuthenticator("zoe", "tock"));

      ScramAuthenticator sara = new ScramAuthenticator("sara", "a password", NONCES);
      assertEquals("member", join(plain(), sara).authrole());
      assertEquals("member", join(tls(), sara.boundToChannel()).authrole());
      refused(plain(), new ScramAuthenticator("sara", "another", NONCES));
      assertEquals("member", join(plain(), KIM).authrole());
      assertEquals("member", join(tls(), KIM.boundToChannel()).authrole());
      refused(plain(), new CryptosignAuthenticator("kim", new byte[Cryptosign.KEY_BYTES]));
      String berta = hello(gateway.berta());
      assertTrue(
          berta.contains("\"authid\":\"berta\"") && berta.contains("\"authmethod\":\"tls\""),
          berta);
    }
  }

  /** What the procedure knows: somebody for each method. */
  private static Object decide(String name, Map<?, ?> details) {
    return switch (details.get("authmethod") + " " + name) {
      case "ticket dora" -> require("tock".equals(details.get("ticket")), "guest");
      case "wampcra carl" -> Map.of("role", "member", "secret", "a shared secret");
      case "ticket eve" -> Map.of("role", "junctor-thing");
      case "wamp-scram sara" -> {
        yield Map.of(
            "role", "member", "scram", ScramSecret.of("a password", new byte[16], PBKDF2).toText());
      }
      case "cryptosign kim" ->
          require(
              KIM.publicKey().equals(((Map<?, ?>) details.get("authextra")).get("pubkey")),
              "member");
      case "tls " ->
          require(
              details.toString().contains("dns:berta.example.com"),
              Map.of("role", "guest", "authid", "berta"));
      default -> require(false, "");
    };
  }

  private static Object require(boolean known, Object answer) {
    if (!known) {
      throw new WampError("com.example.unknown", "nobody of that name");
    }
    return answer;
  }

  @Test
  void aProofCanBeBoundToItsTlsConnection() throws Exception {
    CryptosignAuthenticator key =
        new CryptosignAuthenticator("key", HexFormat.of().parseHex(AuthGateway.SEED));
    ScramAuthenticator password = new ScramAuthenticator("argon", AuthGateway.PASSWORD, NONCES);

    assertEquals("member", join(tls(), key.boundToChannel()).authrole());
    assertEquals("member", join(tls(), password.boundToChannel()).authrole());
    assertEquals("member", join(plain(), password).authrole());
    ScramAuthenticator derived = new ScramAuthenticator("pbkdf", AuthGateway.PASSWORD, NONCES);
    assertEquals("member", join(tls(), derived.boundToChannel()).authrole());
    assertEquals("member", join(plain(), derived).authrole());
    refused(plain(), new ScramAuthenticator("pbkdf", "open sesam", NONCES));
    refused(tls(), new ScramAuthenticator("argon", "open sesam", NONCES).boundToChannel());
    refused(plain(), key.boundToChannel()); // there is nothing to bind to
  }

  @Test
  void aCertificateIsItsPrincipal() throws Exception {
    String anna = hello(gateway.anna());
    String nobody = hello(null);

    assertTrue(
        anna.contains("\"authid\":\"anna\"") && anna.contains("\"authmethod\":\"tls\""), anna);
    assertTrue(nobody.contains("wamp.error.no_matching_auth_method"), nobody);
  }

  /** Says HELLO over RawSocket with the JDK's TLS and gives the answer. */
  private String hello(Certificate shown) throws Exception {
    KeyStore trusted = gateway.own().keys();
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(shown == null ? null : shown.keys(), Certificate.PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    try (SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), gateway.tlsPort())) {
      socket.setSoTimeout(PATIENCE_SECONDS * 1000);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] hello =
          "[1,\"%s\",{\"roles\":{\"caller\":{}},\"authmethods\":[\"tls\"]}]"
              .formatted(AuthGateway.REALM)
              .getBytes(StandardCharsets.UTF_8);
      out.writeInt(0x7FF10000); // 16 MiB, JSON
      out.writeInt(hello.length); // a message
      out.write(hello);
      out.flush();
      assertEquals(0x7F, in.readInt() >>> 24);
      return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
  }

  /** Wrong tickets of the same name from the same address, from several links at once. */
  @Test
  void whoKnowsTheTicketGetsInDuringAFloodOfWrongOnes() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> flood = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      flood.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!over.get()) {
                      assertThrows(
                          ExecutionException.class,
                          () -> join(plain(), new TicketAuthenticator("tick", "wrong")));
                    }
                  }));
    }
    try {
      await()
          .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
          .until(() -> gateway.log().contains("authid=tick method=ticket cause=\"wrong secret\""));

      // it comes back, as clients do: on a busy machine a handshake may take too long by itself
      await()
          .atMost(Duration.ofSeconds(2 * PATIENCE_SECONDS))
          .ignoreExceptionsInstanceOf(ExecutionException.class)
          .until(
              () -> join(plain(), new TicketAuthenticator("tick", AuthGateway.PASSWORD)).authrole(),
              "member"::equals);
    } finally {
      over.set(true);
      for (Thread thread : flood) {
        thread.join(Duration.ofSeconds(PATIENCE_SECONDS));
      }
    }
    long lines =
        gateway.log().lines().filter(line -> line.contains("authentication failed")).count();
    assertTrue(lines < 60, () -> "a flood must not fill the log: " + lines + " lines");
  }
}
