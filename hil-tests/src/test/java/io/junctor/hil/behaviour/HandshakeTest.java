package io.junctor.hil.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.hil.harness.GatewayUnderTest;
import io.junctor.hil.harness.Gateways;
import io.junctor.hil.harness.Site;
import io.junctor.hil.peer.LinkKind;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.RawSocketLink;
import io.junctor.hil.peer.WebSocketLink;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Format;
import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the transports refuse before there is a session. */
@ExtendWith(Gateways.Extension.class)
class HandshakeTest {

  private final GatewayUnderTest gateway;

  HandshakeTest(Gateways gateways) {
    gateway = gateways.process();
  }

  /** The error reply is {@code 7F | EEEE 0000 | 00 00}, error 1: "serializer unsupported". */
  @ParameterizedTest
  @CsvSource({"f0, 7f100000", "f4, 7f100000", "f5, 7f100000", "ff, 7f100000"})
  void aSerializerThatIsNotSpokenIsRefusedByNumber(String secondOctet, String reply) {
    // When
    byte[] tcp =
        RawSocketLink.handshakeAnswer(
            gateway.endpoints().rawsocket(), HexFormat.fromHexDigits(secondOctet));
    byte[] unix =
        RawSocketLink.handshakeAnswer(
            UnixDomainSocketAddress.of(gateway.endpoints().unix()),
            HexFormat.fromHexDigits(secondOctet));

    // Then
    assertEquals(reply, HexFormat.of().formatHex(tcp));
    assertEquals(reply, HexFormat.of().formatHex(unix));
  }

  @Test
  void aWebSocketWithoutASubprotocolOfWampIsRefused() {
    // Given
    WebSocket.Builder builder =
        HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("mqtt");

    // When
    CompletionException refused =
        assertThrows(
            CompletionException.class, () -> open(builder, gateway.endpoints().websocket()));

    // Then
    assertEquals(400, statusOf(refused));
  }

  @Test
  void aWebSocketOfAForeignPageIsRefused() {
    // Given
    WebSocket.Builder builder =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("wamp.2.json")
            .header("Origin", "http://evil.example");

    // When
    CompletionException refused =
        assertThrows(
            CompletionException.class, () -> open(builder, gateway.endpoints().websocket()));

    // Then
    assertEquals(403, statusOf(refused));
  }

  private static void open(WebSocket.Builder builder, URI uri) {
    builder.buildAsync(uri, new WebSocket.Listener() {}).join().abort();
  }

  private static int statusOf(CompletionException refused) {
    if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
      return handshake.getResponse().statusCode();
    }
    throw new AssertionError(refused);
  }

  @Test
  void aFrameOfTheOtherKindEndsTheWebSocket() throws IOException {
    // Given
    Wire wire = new Wire(LinkKind.WEBSOCKET, Format.JSON);
    WebSocketLink link = WebSocketLink.open(gateway.endpoints().websocket(), wire.format());
    try (Peer peer = new Peer(link, wire)) {
      peer.join(Site.REALM, gateway.site().member());

      // When
      link.sendAsWrongKind("[32,1,{},\"com.example.t\"]".getBytes(StandardCharsets.UTF_8));

      // Then
      peer.receiveAbort("wamp.error.protocol_violation");
    }
  }
}
