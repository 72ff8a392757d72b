package io.junctor.netty;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportDetails.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A listener's life and limits. */
class ListenerTest {

  private final EchoAcceptor router = new EchoAcceptor();
  private Links links;

  @BeforeEach
  void open() throws Exception {
    links = new Links();
  }

  @AfterEach
  void close() throws Exception {
    links.close();
  }

  private static void awaitDone(java.util.concurrent.CompletionStage<?> stage) throws Exception {
    stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    NettyListener first = links.listen(WebListenerConfig.of(Links.LOOPBACK), router);
    BindAddress.Tcp taken = new BindAddress.Tcp("127.0.0.1", first.port());

    // When
    IOException failure =
        assertThrows(
            IOException.class, () -> links.listen(RawSocketListenerConfig.of(taken), router));

    // Then
    assertEquals("listener " + taken + ": address already in use", failure.getMessage());
  }

  @Test
  void anAddressOfAnotherMachineIsNamed() {
    // When
    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                links.listen(
                    RawSocketListenerConfig.of(new BindAddress.Tcp("192.0.2.1", 0)), router));

    // Then
    assertEquals("listener 192.0.2.1:0: not an address of this machine", failure.getMessage());
  }

  @Test
  void stopAcceptingLeavesOpenLinksAlone() throws Exception {
    // Given
    NettyListener listener = links.listen(Kind.RAWSOCKET, LinkLimits.DEFAULT, router);
    ConnectorConfig config = ConnectorConfig.of(links.uri(Kind.RAWSOCKET, listener), Format.JSON);
    Recorder client = new Recorder();
    Transport transport = links.connect(config, client);

    // When
    awaitDone(listener.stopAccepting());

    // Then
    ExecutionException refused =
        assertThrows(ExecutionException.class, () -> links.connect(config, new Recorder()));
    assertTrue(refused.getMessage().contains("connection refused"), refused.getMessage());
    transport.send(new Outgoing(Links.publish(1, Format.JSON)));
    assertEquals("PUBLISH", client.message().name());
  }

  @Test
  void closeEndsLinksAndUnfinishedHandshakes() throws Exception {
    // Given
    NettyListener listener = links.listen(Kind.RAWSOCKET, LinkLimits.DEFAULT, router);
    Recorder client = new Recorder();
    links.connect(ConnectorConfig.of(links.uri(Kind.RAWSOCKET, listener), Format.JSON), client);
    try (RawPeer unfinished = RawPeer.to(listener)) {
      await().until(() -> listener.connections() == 2);

      // When
      awaitDone(listener.close());

      // Then
      assertEquals(CloseCause.SHUTDOWN, router.peer().closed().cause());
      assertEquals(CloseCause.PEER_CLOSED, client.closed().cause());
      assertEquals(0, unfinished.readToEnd().length);
      assertEquals(0, listener.connections());
    }
  }

  @Test
  void connectionsAboveTheTotalAreToldAndClosed() throws Exception {
    NettyListener listener =
        links.listen(
            RawSocketListenerConfig.of(Links.LOOPBACK).withConnections(new ConnectionLimits(2, 10)),
            router);
    try (RawPeer first = RawPeer.to(listener);
        RawPeer second = RawPeer.to(listener)) {
      first.sendHex("7F F1 00 00").read(4);
      second.sendHex("7F F1 00 00").read(4);

      // When
      try (RawPeer third = RawPeer.to(listener)) {

        // Then
        assertArrayEquals(RawPeer.hex("7F 40 00 00"), third.readToEnd());
      }
      first.close();
      await().until(() -> listener.connections() == 1);
      try (RawPeer fourth = RawPeer.to(listener)) {
        assertEquals("7F B1 00 00", fourth.sendHex("7F F1 00 00").readHex(4));
      }
    }
  }

  @Test
  void connectionsAboveTheLimitOfOneAddressAreToldAndClosed() throws Exception {
    NettyListener listener =
        links.listen(
            WebListenerConfig.of(Links.LOOPBACK).withConnections(new ConnectionLimits(10, 1)),
            router);
    try (RawPeer first = RawPeer.to(listener)) {
      await().until(() -> listener.connections() == 1);

      // When
      try (RawPeer second = RawPeer.to(listener)) {

        // Then
        String answer = new String(second.readToEnd(), StandardCharsets.US_ASCII);
        assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
        assertTrue(answer.endsWith("503 too many connections\n"), answer);
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertTrue(answer.contains("Content-Length: " + body.length() + "\r\n"), answer);
      }
    }
  }

  @Test
  void aHandlerThatFailsLosesItsLinkAndNoOther() throws Exception {
    // Given
    NettyListener listener =
        NettyListener.start(
            links.loops,
            RawSocketListenerConfig.of(Links.LOOPBACK),
            transport -> {
              EchoAcceptor.Peer peer =
                  new EchoAcceptor.Peer(transport) {
                    @Override
                    public void onMessage(Message message) {
                      if (message.code() == 1) {
                        throw new IllegalStateException("a bug of ours");
                      }
                      super.onMessage(message);
                    }
                  };
              router.peers.add(peer);
              return peer;
            });
    try (RawPeer good = RawPeer.to(listener);
        RawPeer bad = RawPeer.to(listener)) {
      bad.sendHex("7F F1 00 00").read(4);
      EchoAcceptor.Peer badSide = router.peer();
      good.sendHex("7F F1 00 00").read(4);
      EchoAcceptor.Peer goodSide = router.peer();

      // When
      bad.sendHex("00 00 00 0A").sendText("[1,\"r\",{}]");

      // Then
      assertEquals(0, bad.readToEnd().length);
      bad.close();
      assertEquals(CloseCause.INTERNAL_ERROR, badSide.closed().cause());
      good.sendHex("00 00 00 0F").sendText("[16,1,{},\"a.b\"]");
      assertEquals("PUBLISH", goodSide.message().name());
    } finally {
      awaitDone(listener.close());
    }
  }

  @Test
  void anAcceptorThatFailsLosesItsLink() throws Exception {
    NettyListener listener =
        NettyListener.start(
            links.loops,
            RawSocketListenerConfig.of(Links.LOOPBACK),
            transport -> {
              throw new IllegalStateException("a bug of ours");
            });
    try (RawPeer peer = RawPeer.to(listener)) {
      // When
      peer.sendHex("7F F1 00 00");

      // Then
      assertArrayEquals(RawPeer.hex("7F B1 00 00"), peer.readToEnd());
    } finally {
      awaitDone(listener.close());
    }
  }

  @Test
  void aSocketFileHasItsModeAndGoesWithTheListener() throws Exception {
    Path path = links.unixAddress().path();
    for (var mode : java.util.List.of(BindAddress.Unix.OWNER, BindAddress.Unix.OWNER_AND_GROUP)) {
      // When
      NettyListener listener =
          links.listen(RawSocketListenerConfig.of(new BindAddress.Unix(path, mode)), router);

      // Then
      assertEquals(mode, Files.getPosixFilePermissions(path));
      awaitDone(listener.close());
      assertFalse(Files.exists(path));
    }
  }

  @Test
  void aSocketFileThatACrashLeftBehindIsReplaced() throws Exception {
    // Given
    Path path = links.unixAddress().path();
    try (ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      crashed.bind(UnixDomainSocketAddress.of(path));
    }
    assertTrue(Files.exists(path));

    // When
    links.listen(Kind.RAWSOCKET_UNIX, LinkLimits.DEFAULT, router);

    // Then
    links.connect(ConnectorConfig.of("unix:" + path, Format.CBOR), new Recorder());
    assertEquals(Format.CBOR, router.peer().transport.details().format());
  }

  @Test
  void aSocketThatSomebodyAnswersOnIsLeftAlone() throws Exception {
    links.listen(Kind.RAWSOCKET_UNIX, LinkLimits.DEFAULT, router);

    // When
    IOException failure =
        assertThrows(
            IOException.class,
            () -> links.listen(Kind.RAWSOCKET_UNIX, LinkLimits.DEFAULT, new EchoAcceptor()));

    // Then
    assertTrue(failure.getMessage().endsWith(": address already in use"), failure.getMessage());
    links.connect(
        ConnectorConfig.of("unix:" + links.unixAddress().path(), Format.JSON), new Recorder());
    router.peer();
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws Exception {
    Path path = links.unixAddress().path();
    Files.writeString(path, "precious");

    // When
    IOException failure =
        assertThrows(
            IOException.class, () -> links.listen(Kind.RAWSOCKET_UNIX, LinkLimits.DEFAULT, router));

    // Then
    assertTrue(
        failure.getMessage().endsWith(": a file that is no socket is in the way"),
        failure.getMessage());
    assertEquals("precious", Files.readString(path));
  }

  @Test
  void aSocketFileThatIsNoLongerOursIsNotRemoved() throws Exception {
    Path path = links.unixAddress().path();
    NettyListener listener = links.listen(Kind.RAWSOCKET_UNIX, LinkLimits.DEFAULT, router);
    Files.delete(path);
    Files.writeString(path, "somebody else's");

    // When
    awaitDone(listener.close());

    // Then
    assertEquals("somebody else's", Files.readString(path));
  }

  @Test
  void nobodyListensAfterClose() throws Exception {
    NettyListener listener = links.listen(Kind.RAWSOCKET, LinkLimits.DEFAULT, router);
    int port = listener.port();

    // When
    awaitDone(listener.close());

    // Then
    assertThrows(
        ConnectException.class,
        () -> new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port).close());
  }
}
