package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.netty.http.HttpReply;
import io.junctor.netty.http.HttpRoutes;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportDetails.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket, RawSocket and HTTP on one port. */
class UniversalListenerTest {

  @TempDir Path directory;

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

  private static WebListenerConfig web() {
    return WebListenerConfig.of(Links.LOOPBACK)
        .withRoutes(HttpRoutes.builder().get("/x", query -> HttpReply.text(200, "here")).build());
  }

  private NettyListener listen(WebListenerConfig web) throws Exception {
    return links.listen(new UniversalListenerConfig(web, false), router);
  }

  @ParameterizedTest
  @CsvSource({"ws, /ws, WEBSOCKET", "rs, '', RAWSOCKET"})
  void bothLinksOpenOnOnePort(String scheme, String path, Kind kind) throws Exception {
    String uri = scheme + "://127.0.0.1:" + listen(web()).port() + path;

    // When
    Transport link = links.connect(ConnectorConfig.of(uri, Format.CBOR), client);

    // Then
    link.send(new Outgoing(Links.publish(1, Format.CBOR, "there and back")));
    assertEquals("PUBLISH", client.message().name());
    assertEquals(kind, router.peer().transport.details().kind());
  }

  @ParameterizedTest
  @CsvSource({"wss, /ws", "rss, ''"})
  void bothLinksOpenOnOnePortInTls(String scheme, String path) throws Exception {
    ServerTls tls = Certificates.make(directory, "both", "ip:127.0.0.1");
    String uri = scheme + "://127.0.0.1:" + listen(web().withTls(tls)).port() + path;

    // When
    Transport link =
        links.connect(
            ConnectorConfig.of(uri, Format.CBOR).withAuthorities(tls.certificates()), client);

    // Then
    link.send(new Outgoing(Links.publish(1, Format.CBOR, "there and back")));
    assertEquals("PUBLISH", client.message().name());
  }

  @Test
  void pagesAreServedOnIt() throws Exception {
    try (RawPeer peer = RawPeer.to(listen(web()))) {
      // When
      peer.sendText("GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      // Then
      assertTrue(new String(peer.readToEnd(), StandardCharsets.US_ASCII).endsWith("\r\n\r\nhere"));
    }
  }

  // One octet at a time: the first one must not be lost.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theRestMayComeLaterThanTheFirstOctet(int chunkSize) throws Exception {
    try (RawPeer peer = RawPeer.to(listen(web()))) {
      peer.sendInChunks(RawPeer.hex("7F F1 00 00"), chunkSize);

      assertEquals("7F B1 00 00", peer.readHex(4));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"16 03 01", "00", "10 20 00 04", "67 65 74", "FF"}) // TLS, MQTT, "get"
  void anythingElseIsClosedAtItsFirstOctet(String octets) throws Exception {
    try (RawPeer peer = RawPeer.to(listen(web()))) {
      peer.sendHex(octets);

      assertEquals(0, peer.readToEnd().length);
      assertTrue(router.peers.isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7F F1", "47 45 54 20 2F"})
  void whoDoesNotGoOnIsClosed(String octets) throws Exception {
    WebListenerConfig hasty =
        web().withLimits(LinkLimits.DEFAULT.withHandshakeTimeout(Duration.ofMillis(200)));
    try (RawPeer peer = RawPeer.to(listen(hasty))) {
      peer.sendHex(octets);

      assertEquals(0, peer.readToEnd().length);
    }
  }
}
