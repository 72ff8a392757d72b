package io.junctor.netty;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportDetails.Kind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connecting, above all when it fails. */
class ConnectorTest {

  private final EchoAcceptor router = new EchoAcceptor();
  private final Recorder client = new Recorder();
  private Links links;

  @BeforeEach
  void open() throws Exception {
    links = new Links();
  }

  @AfterEach
  void close() throws Exception {
    links.close();
  }

  private String failureOf(ConnectorConfig config) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> links.connect(config, client));
    ConnectFailed cause = assertInstanceOf(ConnectFailed.class, failure.getCause());
    assertTrue(client.closes.get() == 0, "a link that never opened is not closed");
    return String.valueOf(cause.getMessage());
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws://127.0.0.1:%d/ws", "rs://127.0.0.1:%d", "wss://127.0.0.1:%d/ws"})
  void aPortWhereNobodyListensIsNamed(String form) throws Exception {
    String uri = form.formatted(freePort());

    // When
    String failure = failureOf(ConnectorConfig.of(uri, Format.CBOR));

    // Then
    assertEquals(uri + " (cbor): connection refused: nobody listens there", failure);
  }

  @Test
  void anUnknownHostIsNamed() {
    // When
    String failure = failureOf(ConnectorConfig.of("rs://no-such-host.invalid:1", Format.JSON));

    // Then
    assertEquals("rs://no-such-host.invalid:1 (json): unknown host", failure);
  }

  @Test
  void aMissingSocketFileIsNamed() {
    // When
    String failure =
        failureOf(ConnectorConfig.of("unix:" + links.directory() + "/none", Format.JSON));

    // Then
    assertEquals("unix:" + links.directory() + "/none (json): no such socket file", failure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "rs", "wss"})
  void aRouterThatSaysNothingTimesOut(String scheme) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String uri = scheme + "://127.0.0.1:" + silent.getLocalPort() + "/ws";

      // When
      String failure =
          failureOf(
              ConnectorConfig.of(uri, Format.JSON).withConnectTimeout(Duration.ofMillis(200)));

      // Then
      assertEquals(uri + " (json): timed out", failure);
      silent.setSoTimeout(10_000); // on a busy machine it may not even have connected in time
      try (Socket accepted = silent.accept()) {
        accepted.setSoTimeout(10_000);
        while (accepted.getInputStream().read() >= 0) {
          // until the abandoned connection is closed
        }
      } catch (SocketTimeoutException e) {
        assertEquals("Accept timed out", e.getMessage());
      }
    }
  }

  @Test
  void aFormatTheRouterDoesNotSpeakIsNamedOverRawSocket() throws Exception {
    NettyListener listener =
        links.listen(
            RawSocketListenerConfig.of(Links.LOOPBACK).withFormats(Set.of(Format.JSON)), router);

    // When
    String failure =
        failureOf(ConnectorConfig.of(links.uri(Kind.RAWSOCKET, listener), Format.CBOR));

    // Then
    assertTrue(failure.endsWith("the router refused: serializer unsupported"), failure);
  }

  @Test
  void aFormatTheRouterDoesNotSpeakIsNamedOverWebSocket() throws Exception {
    NettyListener listener =
        links.listen(WebListenerConfig.of(Links.LOOPBACK).withFormats(Set.of(Format.JSON)), router);

    // When
    String failure =
        failureOf(ConnectorConfig.of(links.uri(Kind.WEBSOCKET, listener), Format.CBOR));

    // Then
    assertTrue(
        failure.endsWith(
            "the router refused with HTTP 400: 400 expected subprotocol wamp.2.json, got"
                + " wamp.2.cbor"),
        failure);
  }

  @ParameterizedTest
  @CsvSource({
    "rs, HTTP/1.1 400 Bad Request, expected 7f as the first octet",
    "rs, '', closed the connection during the handshake",
    "ws, '', closed the connection during the handshake",
    "ws, HTTP/1.1 502 Bad Gateway, refused with HTTP 502",
    "ws, HTTP/1.1 101 Switching Protocols, WebSocket handshake"
  })
  void whatIsNoWampRouterIsNamed(String scheme, String answer, String why) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> answering =
          CompletableFuture.runAsync(
              () -> {
                try (Socket socket = other.accept()) {
                  if (!answer.isEmpty()) {
                    socket
                        .getOutputStream()
                        .write(
                            (answer + "\r\nContent-Length: 0\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().read(new byte[1024]);
                  } else {
                    socket.getInputStream().read();
                  }
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });

      // When
      String failure =
          failureOf(
              ConnectorConfig.of(
                  scheme + "://127.0.0.1:" + other.getLocalPort() + "/ws", Format.JSON));

      // Then
      assertTrue(failure.contains(why), failure);
      answering.join();
    }
  }

  @Test
  void cancellingClosesTheConnection() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      NettyConnector connector =
          new NettyConnector(
              links.loops,
              ConnectorConfig.of("rs://127.0.0.1:" + silent.getLocalPort(), Format.JSON));
      CompletableFuture<Transport> connecting = connector.connect(client).toCompletableFuture();
      try (RawPeer accepted = RawPeer.of(silent.accept())) {
        accepted.read(4);

        // When
        connecting.cancel(false);

        // Then
        assertEquals(0, accepted.readToEnd().length);
      }
    }
  }

  @Test
  void anAddressOfAnotherFormIsRefusedAtOnce() {
    for (String uri :
        new String[] {"http://x/", "rs://x", "ws:///ws", "unix:", "127.0.0.1:80", "rs://"}) {
      assertThrows(IllegalArgumentException.class, () -> ConnectorConfig.of(uri, Format.JSON), uri);
    }
  }

  @Test
  void theTargetNamesPlaceAndFormatAndNoSecret() {
    assertEquals(
        "wss://example.com:443/ws (json)",
        ConnectorConfig.of("wss://user:secret@example.com/ws?token=secret", Format.JSON).target());
  }

  @Test
  void aNameWithSeveralAddressesIsTriedInOrder() throws Exception {
    // localhost may be ::1 first, where nobody listens.
    NettyListener listener = links.listen(Kind.RAWSOCKET, LinkLimits.DEFAULT, router);

    // When
    Transport transport =
        links.connect(ConnectorConfig.of("rs://localhost:" + listener.port(), Format.JSON), client);

    // Then
    assertEquals("127.0.0.1:" + listener.port(), transport.details().peer());
  }

  @Test
  void oneEncodedFrameMayGoOverManyLinks() throws Exception {
    // A client masks what it sends over WebSocket; the shared bytes must stay as they are.
    NettyListener listener = links.listen(Kind.WEBSOCKET, LinkLimits.DEFAULT, router);
    ConnectorConfig config = ConnectorConfig.of(links.uri(Kind.WEBSOCKET, listener), Format.JSON);
    Recorder second = new Recorder();
    Transport one = links.connect(config, client);
    Transport two = links.connect(config, second);
    Outgoing shared = new Outgoing(Links.publish(1, Format.JSON, "x".repeat(5_000)));

    // When
    one.send(shared);
    two.send(shared);
    one.send(shared);

    // Then
    for (Recorder recorder : new Recorder[] {client, second, client}) {
      assertEquals("PUBLISH", recorder.message().name());
    }
  }

  @Test
  void aRouterThatFallsSilentIsNoticed() throws Exception {
    assertSilenceIsNoticed(Duration.ofMillis(100));
  }

  @Test
  void whoIsSilentIsNotWaitedForToAnswerTheEnd() throws Exception {
    assertSilenceIsNoticed(Duration.ofMinutes(1));
  }

  private void assertSilenceIsNoticed(Duration closeTimeout) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LinkLimits limits =
          LinkLimits.DEFAULT
              .withPings(Duration.ofMillis(50), Duration.ofMillis(100))
              .withCloseTimeout(closeTimeout);
      CompletableFuture<Transport> connecting =
          new NettyConnector(
                  links.loops,
                  ConnectorConfig.of("rs://127.0.0.1:" + silent.getLocalPort(), Format.JSON)
                      .withLimits(limits))
              .connect(client)
              .toCompletableFuture();
      try (RawPeer accepted = RawPeer.of(silent.accept())) {
        accepted.read(4);

        // When
        accepted.sendHex("7F B1 00 00");

        // Then
        assertEquals(CloseCause.PING_TIMEOUT, client.closed().cause());
        await().until(connecting::isDone);
      }
    }
  }

  /** A router pings RawSocket peers only that have pinged it, and so notices when they are gone. */
  @Test
  void aRawSocketConnectorPingsAtOnce() throws Exception {
    try (ServerSocket router = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Transport> connecting =
          new NettyConnector(
                  links.loops,
                  ConnectorConfig.of("rs://127.0.0.1:" + router.getLocalPort(), Format.JSON))
              .connect(client)
              .toCompletableFuture();
      try (RawPeer accepted = RawPeer.of(router.accept())) {
        accepted.read(4);

        // When
        accepted.sendHex("7F B1 00 00");

        // Then
        assertEquals("01 00 00 04", accepted.readHex(4));
        await().until(connecting::isDone);
      }
    }
  }
}
