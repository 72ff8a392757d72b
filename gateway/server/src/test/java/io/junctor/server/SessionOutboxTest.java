package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.MissedEvents;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionOutboxTest {

  private static final Serializer JSON = Serializers.of(Format.JSON);

  private static final long ALL_MAX = 20_000;

  private final FakeTransport transport = new FakeTransport();
  private final Budget all = new Budget(ALL_MAX);

  @Test
  void whileThePeerKeepsUpMessagesPassStraightThrough() {
    // Given
    SessionOutbox outbox = outbox(1, 1);
    // When
    outbox.send(event(1));
    // Then
    assertEquals(List.of(1L), publications());
  }

  @Test
  void messagesWaitInOrderAndLeaveWhenThePeerReadsAgain() {
    // Given
    SessionOutbox outbox = behind(10, 10_000);
    outbox.send(event(1));
    outbox.send(result(2));
    outbox.send(event(3));
    // When
    catchUp(outbox);
    // Then
    assertEquals(List.of("EVENT", "RESULT", "EVENT"), names());
  }

  @Test
  void drainingStopsWhenThePeerFallsBehindAgain() {
    // Given
    SessionOutbox outbox = behind(10, 10_000);
    sendEvents(outbox, 5);
    transport.writableFor = 2;
    // When
    catchUp(outbox);
    // Then
    assertEquals(List.of(1L, 2L), publications());
  }

  @Test
  void atTheBoundTheOldestEventsGoAndTheReaderIsToldHowMany() {
    // Given
    SessionOutbox outbox = behind(3, 10_000);
    sendEvents(outbox, 8);
    // When
    catchUp(outbox);
    // Then
    assertEquals(List.of(6L, 7L, 8L), publications());
    assertEquals(5, ((Event) transport.sent.get(0)).details().integer(MissedEvents.DROPPED, 0));
    assertNull(((Event) transport.sent.get(1)).details().integer(MissedEvents.DROPPED));
    assertEquals(5, outbox.stats().dropped());
  }

  @Test
  void theBoundInBytesCountsEncodedBytes() {
    // Given
    SessionOutbox outbox = behind(1000, 3L * event(1).bytes(JSON).length);
    sendEvents(outbox, 9);
    // When
    catchUp(outbox);
    // Then
    assertEquals(List.of(7L, 8L, 9L), publications());
  }

  @Test
  void repliesAreNeverDroppedToMakeRoom() {
    // Given
    SessionOutbox outbox = behind(3, 10_000);
    outbox.send(result(1));
    outbox.send(event(1));
    outbox.send(result(2));
    outbox.send(event(2));
    outbox.send(event(3));
    // When
    catchUp(outbox);
    // Then
    assertEquals(List.of("RESULT", "RESULT", "EVENT"), names());
    assertEquals(List.of(3L), publications());
  }

  @Test
  void droppedEventsBehindAReplyThatWaitsTakeNoRoom() {
    // Given
    SessionOutbox outbox = behind(3, 10_000);
    outbox.send(result(1));
    // When
    sendEvents(outbox, 10_000);
    // Then
    assertTrue(outbox.entries() <= 2 * 3, () -> outbox.entries() + " entries");
    catchUp(outbox);
    assertEquals(List.of("RESULT", "EVENT", "EVENT"), names());
    assertEquals(List.of(9_999L, 10_000L), publications());
    assertEquals(9_998, outbox.stats().dropped());
  }

  @Test
  void whenAllTogetherHaveTooMuchEachKeepsItsShare() {
    // Given
    int size = event(40).bytes(JSON).length;
    SessionOutbox outbox = behind(1000, 16L * 3 * size);
    all.take(ALL_MAX + 1);
    // When
    sendEvents(outbox, 40);
    // Then
    assertEquals(3, outbox.entries());
    catchUp(outbox);
    assertEquals(ALL_MAX + 1, all.taken());
  }

  @Test
  void aLinkThatIsGoneGivesItsBytesBack() {
    // Given
    SessionOutbox outbox = behind(1000, 10_000);
    sendEvents(outbox, 10);
    assertTrue(all.taken() > 0);
    // When
    outbox.onLinkLost();
    // Then
    assertEquals(0, all.taken());
  }

  @Test
  void whenRepliesAloneReachTheBoundTheLinkIsClosed() {
    // Given
    SessionOutbox outbox = behind(3, 10_000);
    // When
    for (int i = 1; i <= 4; i++) {
      outbox.send(result(i));
    }
    // Then
    assertEquals(CloseCause.SLOW_READER, transport.closed);
    assertTrue(transport.sent.isEmpty());
  }

  @Test
  void oneMessageLargerThanTheBoundStillGoesOut() {
    // Given
    SessionOutbox outbox = behind(3, 8);
    outbox.send(result(1));
    // When
    catchUp(outbox);
    // Then
    assertNull(transport.closed);
    assertEquals(List.of("RESULT"), names());
  }

  @Test
  void closingSendsWhatWaitsFirst() {
    // Given
    SessionOutbox outbox = behind(3, 10_000);
    outbox.send(event(1));
    outbox.send(result(2));
    // When
    outbox.flushAndClose(CloseCause.SHUTDOWN);
    // Then
    assertEquals(List.of("EVENT", "RESULT"), names());
    assertEquals(CloseCause.SHUTDOWN, transport.closed);
  }

  @Test
  void afterTheCloseNothingIsSent() {
    // Given
    SessionOutbox outbox = outbox(3, 10_000);
    outbox.flushAndClose(CloseCause.NORMAL);
    // When
    outbox.send(event(1));
    // Then
    assertTrue(transport.sent.isEmpty());
  }

  private SessionOutbox outbox(int messages, long bytes) {
    OutboxLimits limits = new OutboxLimits(messages, bytes, ALL_MAX, Duration.ofSeconds(1));
    return new SessionOutbox(transport, JSON, limits, all, new FakeTime(), ReaderListener.NONE);
  }

  private SessionOutbox behind(int messages, long bytes) {
    transport.writable = false;
    return outbox(messages, bytes);
  }

  private void catchUp(SessionOutbox outbox) {
    transport.writable = true;
    outbox.drain();
  }

  private static void sendEvents(SessionOutbox outbox, int count) {
    for (int i = 1; i <= count; i++) {
      outbox.send(event(i));
    }
  }

  private List<Long> publications() {
    return transport.sent.stream()
        .filter(Event.class::isInstance)
        .map(message -> ((Event) message).publication())
        .toList();
  }

  private List<String> names() {
    return transport.sent.stream().map(Message::name).toList();
  }

  private static Outgoing event(long publication) {
    Payload payload = JSON.payload(List.of("some text"), Map.of());
    return new Outgoing(new Event(1, publication, Dict.EMPTY, payload));
  }

  private static Outgoing result(long request) {
    return new Outgoing(new Result(request, Dict.EMPTY, Payload.NONE));
  }
}
