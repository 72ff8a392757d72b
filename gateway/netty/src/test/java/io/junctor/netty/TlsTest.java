package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.netty.http.HttpReply;
import io.junctor.netty.http.HttpRoutes;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links over TLS, and the ones that must not open. */
class TlsTest {

  @TempDir static Path directory;

  private static ServerTls local;
  private static ServerTls foreign;

  private final EchoAcceptor router = new EchoAcceptor();
  private final Recorder client = new Recorder();
  private Links links;

  @BeforeAll
  static void makeCertificates() throws Exception {
    local = Certificates.make(directory, "local", "dns:localhost,ip:127.0.0.1");
    foreign = Certificates.make(directory, "foreign", "dns:gateway.example");
  }

  @BeforeEach
  void open() throws Exception {
    links = new Links();
  }

  @AfterEach
  void close() throws Exception {
    links.close();
  }

  /** A listener for wss: or rss:; gives its address. */
  private String listen(String scheme, ServerTls tls) throws Exception {
    NettyListener listener =
        links.listen(
            scheme.equals("wss")
                ? WebListenerConfig.of(Links.LOOPBACK)
                    .withRoutes(
                        HttpRoutes.builder()
                            .get("/secure", query -> HttpReply.text(200, "" + query.secure()))
                            .build())
                    .withTls(tls)
                : RawSocketListenerConfig.of(Links.LOOPBACK).withTls(tls),
            router);
    return scheme + "://127.0.0.1:" + listener.port() + (scheme.equals("wss") ? "/ws" : "");
  }

  private String failureOf(ConnectorConfig config) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> links.connect(config, client));
    return String.valueOf(assertInstanceOf(ConnectFailed.class, failure.getCause()).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss", "rss"})
  void messagesGoBothWaysAndTheLinkSaysThatItIsSecure(String scheme) throws Exception {
    String uri = listen(scheme, local);
    Transport transport =
        links.connect(
            ConnectorConfig.of(uri, Format.CBOR).withAuthorities(local.certificates()), client);

    // When
    for (int i = 1; i <= 20; i++) {
      transport.send(new Outgoing(Links.publish(i, Format.CBOR, "x".repeat(2_000))));
    }

    // Then
    for (int i = 1; i <= 20; i++) {
      assertEquals("PUBLISH", client.message().name());
    }
    EchoAcceptor.Peer accepted = router.peer();
    assertTrue(accepted.transport.details().secure());
    assertTrue(transport.details().secure());
    accepted.transport.close(CloseCause.KILLED);
    assertEquals(CloseCause.PEER_CLOSED, client.closed().cause());
    assertEquals(CloseCause.KILLED, accepted.closed().cause());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss", "rss"})
  void aCertificateThatNobodyVouchesForIsRefused(String scheme) throws Exception {
    String uri = listen(scheme, local);

    // When
    String failure = failureOf(ConnectorConfig.of(uri, Format.JSON));

    // Then
    assertTrue(failure.contains("unable to find valid certification path"), failure);
    assertTrue(router.peers.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss", "rss"})
  void aCertificateForAnotherNameIsRefused(String scheme) throws Exception {
    String uri = listen(scheme, foreign);

    // When
    String failure =
        failureOf(ConnectorConfig.of(uri, Format.JSON).withAuthorities(foreign.certificates()));

    // Then
    assertTrue(failure.contains("No subject alternative names"), failure);
    assertTrue(router.peers.isEmpty());
  }

  @Test
  void plainBytesOnTheTlsPortAreRefused() throws Exception {
    NettyListener listener =
        links.listen(RawSocketListenerConfig.of(Links.LOOPBACK).withTls(local), router);
    try (RawPeer peer = RawPeer.to(listener)) {
      // When
      peer.sendHex("7F F1 00 00").sendHex("00 00 00 00");

      // Then
      peer.readToEnd();
      assertTrue(router.peers.isEmpty());
    }
  }

  // The JDK's own TLS, written by others, as the client.
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void httpIsAgreedOnByAlpn(String version) throws Exception {
    String uri = listen("wss", local);
    int port = ConnectorConfig.of(uri, Format.JSON).port();
    try (SSLSocket socket =
        (SSLSocket)
            trusting(local)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      parameters.setProtocols(new String[] {version});
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(10_000);

      // When
      socket.startHandshake();

      // Then
      assertEquals("http/1.1", socket.getApplicationProtocol());
      RawPeer peer = RawPeer.of(socket);
      peer.sendText("GET /secure HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertTrue(
          new String(peer.readToEnd(), java.nio.charset.StandardCharsets.US_ASCII)
              .endsWith("\r\n\r\ntrue"));
    }
  }

  @Test
  void aMissingCertificateIsNamed() {
    ServerTls missing = new ServerTls(directory.resolve("none.crt"), local.key());

    // When
    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                links.listen(RawSocketListenerConfig.of(Links.LOOPBACK).withTls(missing), router));

    // Then
    assertTrue(
        failure.getMessage().contains(missing.certificates() + ": missing or not readable"),
        failure.getMessage());
  }

  @Test
  void aFileThatIsNoCertificateIsNamed() throws Exception {
    Path text = Files.writeString(directory.resolve("text.crt"), "no certificate");

    // When
    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                links.listen(
                    RawSocketListenerConfig.of(Links.LOOPBACK)
                        .withTls(new ServerTls(text, local.key())),
                    router));

    // Then
    assertTrue(failure.getMessage().contains(text.toString()), failure.getMessage());
  }

  private static SSLContext trusting(ServerTls tls) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(tls.certificates())) {
      trusted.setCertificateEntry(
          "it", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
