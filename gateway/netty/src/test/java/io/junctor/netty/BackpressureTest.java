package io.junctor.netty;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportDetails.Kind;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers that do not read, and peers that are not read from. */
class BackpressureTest {

  private static final int FRAME_BYTES = 4_000;

  private static final Outgoing EVENT =
      new Outgoing(Links.publish(1, Format.JSON, "x".repeat(FRAME_BYTES)));

  // What kernels buffer on loopback, both sides together (tcp_wmem and tcp_rmem: 4 + 6 MB).
  private static final int KERNEL_BYTES_MAX = 32 * 1024 * 1024;

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

  private EchoAcceptor.Peer acceptedOf(RawPeer peer) throws Exception {
    peer.sendHex("7F F1 00 00").read(4);
    return router.peer();
  }

  private NettyListener rawSocket(LinkLimits limits) throws Exception {
    return links.listen(Kind.RAWSOCKET, limits, router);
  }

  /** Sends until the transport stays unwritable; gives the number of frames. */
  private static int fill(Transport transport) {
    int frames = 0;
    while (frames * FRAME_BYTES < KERNEL_BYTES_MAX) {
      // What the loop has not taken yet also counts; give it time before calling it full.
      if (!transport.isWritable()) {
        try {
          await()
              .pollInterval(Duration.ofMillis(1))
              .atMost(Duration.ofMillis(200))
              .until(transport::isWritable);
        } catch (org.awaitility.core.ConditionTimeoutException full) {
          return frames;
        }
      }
      transport.send(EVENT);
      frames++;
    }
    return frames;
  }

  private static long waitingInChannel(Transport transport) {
    ChannelOutboundBuffer buffer = ((NettyTransport) transport).channel().unsafe().outboundBuffer();
    return buffer.totalPendingWriteBytes();
  }

  @Test
  void aPeerThatDoesNotReadIsUnwritableUntilItReads() throws Exception {
    try (RawPeer peer = RawPeer.slowTo(rawSocket(LinkLimits.DEFAULT))) {
      // Given
      EchoAcceptor.Peer accepted = acceptedOf(peer);
      int frames = fill(accepted.transport);
      boolean full = !accepted.transport.isWritable();
      int before = accepted.writables.get();

      // When
      byte[] first = peer.read(4);
      int length = (first[1] & 0xFF) << 16 | (first[2] & 0xFF) << 8 | (first[3] & 0xFF);
      peer.read(length);
      for (int i = 1; i < frames; i++) {
        peer.read(4 + length);
      }

      // Then
      assertTrue(full, "unwritable after " + frames + " frames");
      await().until(accepted.transport::isWritable);
      await().until(() -> accepted.writables.get() > before);
    }
  }

  @Test
  void whatAPeerDoesNotReadIsKeptOnceAndNotCopiedToDirectMemory() throws Exception {
    try (RawPeer peer = RawPeer.slowTo(rawSocket(LinkLimits.DEFAULT))) {
      // Given
      EchoAcceptor.Peer accepted = acceptedOf(peer);
      fill(accepted.transport);

      // When
      for (int i = 0; i < 1_000; i++) {
        accepted.transport.send(EVENT); // 4 MB, though nobody should
      }

      // Then
      long waiting = waitingInChannel(accepted.transport);
      assertTrue(
          waiting < OutgoingQueue.BYTES_HIGH + 2 * FRAME_BYTES, "in the channel: " + waiting);
    }
  }

  @Test
  void aPeerThatDoesNotReadCanStillBeClosed() throws Exception {
    LinkLimits limits = LinkLimits.DEFAULT.withCloseTimeout(Duration.ofMillis(100));
    try (RawPeer peer = RawPeer.slowTo(rawSocket(limits))) {
      // Given
      EchoAcceptor.Peer accepted = acceptedOf(peer);
      fill(accepted.transport);

      // When
      accepted.transport.close(CloseCause.SLOW_READER);

      // Then
      assertEquals(CloseCause.SLOW_READER, accepted.closed().cause());
    }
  }

  @Test
  void pingsOfAPeerThatDoesNotReadDoNotPileUp() throws Exception {
    try (RawPeer peer = RawPeer.slowTo(rawSocket(LinkLimits.DEFAULT.withHelloBytesMax(1 << 26)))) {
      // Given
      EchoAcceptor.Peer accepted = acceptedOf(peer);
      fill(accepted.transport);
      byte[] ping = new byte[4 + 10_000];
      ping[0] = 1;
      ping[2] = (byte) (10_000 >>> 8);
      ping[3] = (byte) (10_000 & 0xFF);

      // When
      for (int i = 0; i < 500; i++) {
        peer.send(ping);
      }
      peer.send(RawPeer.hex("00 00 00 02 5B 5D")); // [], no message

      // Then
      accepted.violation();
      long waiting = waitingInChannel(accepted.transport);
      assertTrue(waiting < OutgoingQueue.BYTES_HIGH + 20_000, "in the channel: " + waiting);
    }
  }

  @Test
  void aLinkThatDoesNotReadDeliversNothingAndLosesNothing() throws Exception {
    // Given
    NettyListener listener = rawSocket(LinkLimits.DEFAULT.withHelloBytesMax(1 << 26));
    Recorder client = new Recorder();
    Transport transport =
        links.connect(ConnectorConfig.of(links.uri(Kind.RAWSOCKET, listener), Format.JSON), client);
    EchoAcceptor.Peer accepted = router.peer();
    accepted.transport.setReading(false);
    await().until(() -> !((NettyTransport) accepted.transport).channel().config().isAutoRead());

    // When
    int frames = fill(transport);

    // Then
    assertFalse(transport.isWritable());
    // One read may have been under way.
    assertTrue(accepted.messages.size() < frames / 2, accepted.messages.size() + " of " + frames);
    accepted.transport.setReading(true);
    await().until(() -> accepted.messages.size() == frames);
  }

  @Test
  void aPeerIsNotBlamedForSilenceWhileNobodyListens() throws Exception {
    LinkLimits limits = LinkLimits.DEFAULT.withPings(Duration.ofMillis(20), Duration.ofMillis(40));
    try (RawPeer peer = RawPeer.to(rawSocket(limits))) {
      // Given
      EchoAcceptor.Peer accepted = acceptedOf(peer);
      peer.sendHex("01 00 00 00").read(4); // only peers that ping are pinged

      // When
      accepted.transport.setReading(false);

      // Then
      for (int i = 0; i < 10; i++) {
        peer.read(8); // ten pings, none answered
      }
      assertFalse(accepted.closed.isDone());
    }
  }
}
