package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.PeerProcess;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportDetails.Kind;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a link must do whatever it runs over: each kind, each format, epoll and NIO. */
class EveryTransportTest {

  static Stream<Arguments> everyKindAndFormat() {
    return Stream.of(Kind.WEBSOCKET, Kind.RAWSOCKET, Kind.RAWSOCKET_UNIX)
        .flatMap(
            kind ->
                Stream.of(Format.values())
                    .flatMap(
                        format ->
                            Stream.of(true, false)
                                .map(epoll -> Arguments.of(kind, format, epoll))));
  }

  private static Links links(boolean epoll) throws Exception {
    return new Links(epoll ? NettyLoops.start("test-net", 2) : NettyLoops.startNio("test-net", 2));
  }

  @ParameterizedTest
  @MethodSource("everyKindAndFormat")
  void messagesGoBothWaysInOrder(Kind kind, Format format, boolean epoll) throws Exception {
    try (Links links = links(epoll)) {
      // Given
      EchoAcceptor router = new EchoAcceptor();
      NettyListener listener = links.listen(kind, LinkLimits.DEFAULT, router);
      Recorder client = new Recorder();
      Transport transport =
          links.connect(ConnectorConfig.of(links.uri(kind, listener), format), client);

      // When
      transport.send(new Outgoing(new Hello("realm1", Dict.EMPTY)));
      for (int i = 1; i <= 200; i++) {
        transport.send(new Outgoing(Links.publish(i, format, i, "Größe ✓ " + i)));
      }

      // Then
      assertInstanceOf(Welcome.class, client.message());
      for (int i = 1; i <= 200; i++) {
        Publish echoed = assertInstanceOf(Publish.class, client.message());
        assertEquals(i, echoed.request());
        assertEquals(
            List.of((long) i, "Größe ✓ " + i), Serializers.of(format).args(echoed.payload()));
      }
      EchoAcceptor.Peer peer = router.peer();
      assertEquals(kind, peer.transport.details().kind());
      assertEquals(format, peer.transport.details().format());
      assertEquals(kind == Kind.RAWSOCKET_UNIX, peer.transport.details().secure());
      assertEquals(kind, transport.details().kind());
      String pattern =
          kind != Kind.RAWSOCKET_UNIX
              ? "127\\.0\\.0\\.1:\\d+"
              : links.loops.isEpoll()
                  ? "unix:pid=" + ProcessHandle.current().pid() + ",uid=\\d+"
                  : "unix";
      assertTrue(peer.transport.details().peer().matches(pattern), peer.transport.details().peer());
      PeerProcess process = peer.transport.details().process();
      assertEquals(pattern.startsWith("unix:"), process != null);
      assertTrue(process == null || process.pid() == ProcessHandle.current().pid());
    }
  }

  @ParameterizedTest
  @MethodSource("everyKindAndFormat")
  void whatWasSentBeforeCloseStillArrives(Kind kind, Format format, boolean epoll)
      throws Exception {
    try (Links links = links(epoll)) {
      // Given
      EchoAcceptor router = new EchoAcceptor();
      NettyListener listener = links.listen(kind, LinkLimits.DEFAULT, router);
      Recorder client = new Recorder();
      Transport transport =
          links.connect(ConnectorConfig.of(links.uri(kind, listener), format), client);
      EchoAcceptor.Peer peer = router.peer();

      // When
      for (int i = 1; i <= 50; i++) {
        peer.transport.send(new Outgoing(Links.publish(i, format, "x".repeat(3_000))));
      }
      peer.transport.close(CloseCause.KILLED);
      peer.transport.close(CloseCause.NORMAL);
      peer.transport.send(new Outgoing(Links.publish(51, format)));

      // Then
      assertEquals(CloseCause.PEER_CLOSED, client.closed().cause());
      assertEquals(50, client.messages.size());
      assertEquals(CloseCause.KILLED, peer.closed().cause());
      assertFalse(transport.isWritable());
    }
  }

  @ParameterizedTest
  @MethodSource("everyKindAndFormat")
  void nothingHappensOnALinkAfterItsLoopsEnded(Kind kind, Format format, boolean epoll)
      throws Exception {
    try (Links links = links(epoll)) {
      // Given
      EchoAcceptor router = new EchoAcceptor();
      NettyListener listener = links.listen(kind, LinkLimits.DEFAULT, router);
      Recorder client = new Recorder();
      Transport transport =
          links.connect(ConnectorConfig.of(links.uri(kind, listener), format), client);
      listener.close().toCompletableFuture().get(Recorder.PATIENCE_SECONDS, TimeUnit.SECONDS);
      client.closed();

      // When
      links.loops.close();

      // Then
      transport.send(new Outgoing(Links.publish(1, format)));
      transport.setReading(false);
      transport.close(CloseCause.NORMAL);
      assertFalse(transport.isWritable());
      assertEquals(1, client.closes.get());
    }
  }
}
