package io.junctor.hil.behaviour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Gateways;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.serializer.Serializers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What is on the wire: broken frames, frames too long, pings, a peer that does not read. */
@OverEverySocket
class LinkBehaviourTest extends BehaviourTest {

  /** A little more than the largest frame any link here takes. */
  private static final int OVERSIZE_BYTES = (16 << 20) - 1;

  LinkBehaviourTest(Wire wire, Gateways gateways) {
    super(wire, gateways);
  }

  @Test
  void aFrameThatIsNoMessageEndsOnlyThatSession() {
    // Given
    Peer wrong = join();
    Peer bystander = join();

    // When
    wrong.link().sendFrame("junk".getBytes(StandardCharsets.US_ASCII));

    // Then
    wrong.receiveAbort("wamp.error.protocol_violation");
    bystander.subscribe(uri("t"));
  }

  @Test
  void aMessageThatIsCutShortEndsTheSession() {
    // Given
    Peer peer = join();
    byte[] whole = Serializers.of(wire.format()).encode(new Subscribe(1, Dict.EMPTY, uri("t")));

    // When
    peer.link().sendFrame(Arrays.copyOf(whole, whole.length - 1));

    // Then
    peer.receiveAbort("wamp.error.protocol_violation");
  }

  @Test
  void aMessageOfAnUnknownKindEndsTheSession() {
    // Given
    Peer peer = join();

    // When
    peer.link().sendFrame(listOf99());

    // Then
    peer.receiveAbort("wamp.error.protocol_violation");
  }

  /** {@code [99, 1]} by hand. */
  private byte[] listOf99() {
    return switch (wire.format()) {
      case JSON -> "[99,1]".getBytes(StandardCharsets.US_ASCII);
      case MSGPACK -> HexFormat.of().parseHex("926301");
      case CBOR -> HexFormat.of().parseHex("82186301");
    };
  }

  @Test
  void aPingIsAnsweredWithItsPayload() {
    // Given
    Peer peer = join();
    byte[] payload = HexFormat.of().parseHex("00ff7f80c3");

    // When
    byte[] pong = peer.link().ping(payload);

    // Then
    assertArrayEquals(payload, pong);
  }

  @Test
  void aFrameThatIsTooLongEndsOnlyThatLink() {
    // Given
    Peer greedy = join();
    Peer bystander = join();

    // When
    sendUntilRefused(greedy, new byte[OVERSIZE_BYTES]);

    // Then
    greedy.link().awaitEnd();
    bystander.subscribe(uri("t"));
  }

  /** The router hangs up in the middle of it. */
  private static void sendUntilRefused(Peer peer, byte[] frame) {
    try {
      peer.link().sendFrame(frame);
    } catch (RuntimeException refused) {
      // what the peer sees of a closed link; awaitEnd() is the assertion
    }
  }

  @Test
  void aFrameOfHalfAMegabytePasses() {
    // Given
    String text = "x".repeat(512 * 1024);
    Peer subscriber = join();
    subscriber.subscribe(uri("t"));
    Peer publisher = join();

    // When
    publisher.publishAndWait(uri("t"), text);

    // Then
    assertEquals(text, subscriber.args(subscriber.receive(Event.class)).getFirst());
  }

  @Test
  void aReaderThatFallsBehindIsToldHowMuchItMissedWhileOthersGetEverything() {
    // Given
    // more than the kernel's buffers of a connection and the session's outbox together
    int count = 320;
    String text = "x".repeat(32 * 1024);
    Peer slow = join();
    slow.subscribe(uri("t"));
    Peer quick = join();
    quick.subscribe(uri("t"));
    Peer publisher = join();
    slow.link().pauseReading();

    // When
    for (int i = 0; i < count; i++) {
      publisher.publishAndWait(uri("t"), i, text);
      // Then
      assertEquals((long) i, quick.args(quick.receive(Event.class)).getFirst());
    }
    slow.link().resumeReading();

    // Then
    long seen = 0;
    long dropped = 0;
    while (seen + dropped < count) {
      Event event = slow.receive(Event.class);
      dropped += event.details().integer("_dropped", 0);
      assertEquals(seen + dropped, slow.args(event).getFirst(), "order and count of the gap");
      seen++;
    }
    assertTrue(dropped > 0, "expected a gap, got all " + count);
    assertEquals(count, seen + dropped);
    slow.subscribe(uri("still.there"));
  }
}
