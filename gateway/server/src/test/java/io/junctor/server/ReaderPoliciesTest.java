package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.router.ReaderPolicy;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.MissedEvents;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What becomes of events for a reader that does not keep up, as it or its role wishes. */
class ReaderPoliciesTest {

  private static final int BOUND = 16;
  private static final Duration BLOCK = Duration.ofSeconds(10);

  private final FakeTime time = new FakeTime();
  private final FakeTransport transport = new FakeTransport();
  private final Recorder recorder = new Recorder();
  private final Budget all = new Budget(1 << 20);
  private final SessionOutbox outbox =
      new SessionOutbox(
          transport,
          Serializers.of(Format.JSON),
          new OutboxLimits(BOUND, 1 << 20, 1 << 20, Duration.ofSeconds(1), BLOCK),
          all,
          time,
          recorder);
  private final Brake brake = new Brake(() -> {}, () -> {});
  private long published;

  // --- keep-newest ---

  @Test
  void ofEachTopicTheNewestEventWaitsInThePlaceOfItsFirst() {
    // Given
    ofSession(ReaderPolicy.KEEP_NEWEST, ReaderPolicy.DROP_OLDEST);
    transport.writable = false;
    // When
    publish(1, "a");
    publish(1, "b");
    publish(1, "a");
    publish(2, "a");
    publish(1, "a");
    transport.takeAll(outbox);
    // Then
    assertEquals(List.of(5L, 2L, 4L), received());
    assertEquals(2, event(0).details().integer(MissedEvents.CONFLATED, 0));
    assertNull(event(1).details().integer(MissedEvents.CONFLATED));
    assertEquals(2, outbox.stats().conflated());
    assertEquals(0, outbox.stats().dropped());
  }

  @Test
  void whatIsReplacedIsToldOfTogether() {
    // Given
    ofSession(ReaderPolicy.KEEP_NEWEST, ReaderPolicy.DROP_OLDEST);
    transport.writable = false;
    // When
    publishMany(BOUND);
    time.pass(Duration.ofSeconds(1));
    publishMany(1);
    time.pass(Duration.ofSeconds(1));
    // Then
    assertEquals(
        List.of(BOUND - 1L, (long) BOUND),
        recorder.losses.stream().map(ReaderStats::conflated).toList());
  }

  @Test
  void whatWasDeliveredIsNotReplaced() {
    // Given
    ofSession(ReaderPolicy.KEEP_NEWEST, ReaderPolicy.DROP_OLDEST);
    transport.writable = false;
    publish(1, "a");
    transport.takeAll(outbox);
    transport.writable = false;
    // When
    publish(1, "a");
    transport.takeAll(outbox);
    // Then
    assertEquals(List.of(1L, 2L), received());
    assertEquals(0, outbox.stats().conflated());
  }

  @Test
  void nobodyWaitsForAReaderThatKeepsTheNewest() {
    // Given
    ofSession(ReaderPolicy.KEEP_NEWEST, ReaderPolicy.DROP_OLDEST);
    transport.writable = false;
    // When
    for (int i = 0; i < 100; i++) {
      publish(1, "topic" + i);
    }
    // Then
    assertFalse(brake.isHeld());
    assertEquals(BOUND, outbox.entries());
    assertEquals(100 - BOUND, outbox.stats().dropped());
  }

  @Test
  void aTopicThatWasDroppedForRoomBeginsAnew() {
    // Given
    ofSession(ReaderPolicy.KEEP_NEWEST, ReaderPolicy.DROP_OLDEST);
    transport.writable = false;
    for (int i = 0; i <= BOUND; i++) {
      publish(1, "topic" + i);
    }
    // When
    publish(1, "topic0");
    transport.takeAll(outbox);
    // Then
    assertEquals(BOUND + 2L, received().getLast());
    assertEquals(BOUND, received().size());
  }

  /** Against a map from topic to newest event, in the order of first entry. */
  @RepeatedTest(100)
  void conflationIsWhatAMapWouldDo(RepetitionInfo repetition) {
    // Given
    Random random = new Random(repetition.getCurrentRepetition());
    ofSession(ReaderPolicy.KEEP_NEWEST, ReaderPolicy.DROP_OLDEST);
    transport.writable = false;
    LinkedHashMap<String, Long> model = new LinkedHashMap<>();
    List<Long> expected = new ArrayList<>();
    // When
    for (int i = 0; i < 500; i++) {
      if (random.nextInt(5) == 0 && !model.isEmpty()) {
        expected.add(model.pollFirstEntry().getValue());
        transport.take(outbox, 1);
      } else {
        String topic = "topic" + random.nextInt(BOUND);
        publish(1, topic);
        model.put(topic, published);
      }
      assertTrue(outbox.entries() <= BOUND);
    }
    transport.takeAll(outbox);
    expected.addAll(model.values());
    // Then
    assertEquals(expected, received());
    assertEquals(published, received().size() + outbox.stats().conflated());
    assertEquals(0, all.taken());
  }

  // --- disconnect ---

  @Test
  void insteadOfLosingAnEventTheSessionEnds() {
    // Given
    ofSession(ReaderPolicy.DISCONNECT, ReaderPolicy.DROP_OLDEST);
    transport.writable = false;
    outbox.send(new Outgoing(new Result(1, Dict.EMPTY, Payload.NONE)));
    // When
    publishMany(BOUND);
    time.pass(Duration.ZERO);
    // Then
    assertEquals(
        List.of((long) BOUND), recorder.overruns.stream().map(ReaderStats::dropped).toList());
    assertNull(transport.closed); // its GOODBYE comes from the realm
    publishMany(10);
    assertEquals(1, outbox.entries());
  }

  @Test
  void beforeItEndsPublishersWaitForItAsForOthers() {
    // Given
    ofSession(ReaderPolicy.DISCONNECT, ReaderPolicy.DROP_OLDEST);
    transport.writable = false;
    // When
    publishMany(BOUND / 2 + 1);
    // Then
    assertTrue(brake.isHeld());
  }

  // --- block-publisher ---

  @Test
  void aBlockedPublisherWaitsForAReaderThatDoesNotRead() {
    // Given
    ofSession(ReaderPolicy.BLOCK_PUBLISHER, ReaderPolicy.DROP_OLDEST);
    transport.writable = false;
    publishMany(BOUND / 2);
    time.pass(Duration.ofSeconds(5));
    // When
    publishMany(1);
    time.pass(BLOCK.minusMillis(1));
    // Then
    assertTrue(brake.isHeld());
    transport.takeAll(outbox);
    assertFalse(brake.isHeld());
    assertEquals(0, outbox.stats().dropped());
  }

  @Test
  void afterItsTimeABlockEndsAndTheOldestGo() {
    // Given
    ofSession(ReaderPolicy.BLOCK_PUBLISHER, ReaderPolicy.DROP_OLDEST);
    transport.writable = false;
    publishMany(BOUND / 2 + 1);
    // When
    time.pass(BLOCK);
    // Then
    assertFalse(brake.isHeld());
    publishMany(BOUND);
    assertFalse(brake.isHeld());
    assertEquals(BOUND / 2 + 1, outbox.stats().dropped());
  }

  @Test
  void orTheSessionEnds() {
    // Given
    ofSession(ReaderPolicy.BLOCK_PUBLISHER, ReaderPolicy.DISCONNECT);
    transport.writable = false;
    publishMany(BOUND / 2 + 1);
    // When
    time.pass(BLOCK);
    publishMany(BOUND);
    time.pass(Duration.ZERO);
    // Then
    assertEquals(1, recorder.overruns.size());
  }

  @Test
  void aReaderThatHasCaughtUpBlocksAgain() {
    // Given
    ofSession(ReaderPolicy.BLOCK_PUBLISHER, ReaderPolicy.DROP_OLDEST);
    transport.writable = false;
    publishMany(BOUND / 2 + 1);
    time.pass(BLOCK);
    transport.takeAll(outbox);
    transport.writable = false;
    // When
    publishMany(BOUND / 2 + 1);
    // Then
    assertTrue(brake.isHeld());
  }

  @Test
  void whenMorePublishThanThereIsRoomForTheBoundStillHolds() {
    // Given
    ofSession(ReaderPolicy.BLOCK_PUBLISHER, ReaderPolicy.DROP_OLDEST);
    transport.writable = false;
    // When
    publishMany(10 * BOUND); // each from somebody who has not been held back yet
    // Then
    assertEquals(BOUND, outbox.entries());
    assertFalse(brake.isHeld());
  }

  @Test
  void whatOthersPublishGoesBeforeWhatAPublisherIsBlockedFor() {
    // Given
    outbox.change(own -> own.set(1, ReaderPolicy.BLOCK_PUBLISHER, ReaderPolicy.DROP_OLDEST));
    transport.writable = false;
    for (int i = 0; i <= BOUND / 2; i++) {
      publish(1, "blocked");
    }
    // When
    for (int i = 0; i < BOUND; i++) {
      outbox.send(event(2, "other"));
    }
    transport.takeAll(outbox);
    // Then
    assertEquals(BOUND / 2 + 1, received(1));
    assertTrue(received(2) < BOUND);
  }

  // --- whatever the policy ---

  @Test
  void aSubscriptionHasAPolicyOfItsOwnUntilItIsTakenBack() {
    // Given
    outbox.change(own -> own.set(1, ReaderPolicy.KEEP_NEWEST, ReaderPolicy.DROP_OLDEST));
    transport.writable = false;
    publish(1, "a");
    publish(1, "a");
    publish(2, "a");
    publish(2, "a");
    // When
    outbox.change(own -> own.set(1, null, ReaderPolicy.DROP_OLDEST));
    publish(1, "b");
    publish(1, "b");
    transport.takeAll(outbox);
    // Then
    assertEquals(List.of(2L, 3L, 4L, 5L, 6L), received());
  }

  @Test
  void lossesAreToldTogetherOnceASecond() {
    // Given
    transport.writable = false;
    publishMany(2 * BOUND);
    assertTrue(recorder.losses.isEmpty());
    // When
    time.pass(Duration.ofSeconds(1));
    publishMany(BOUND);
    time.pass(Duration.ofSeconds(1));
    time.pass(Duration.ofSeconds(5));
    // Then
    assertEquals(
        List.of((long) BOUND, 2L * BOUND),
        recorder.losses.stream().map(ReaderStats::dropped).toList());
  }

  @Test
  void whatWasNotToldWhenTheLinkEndsIsToldThen() {
    // Given
    transport.writable = false;
    publishMany(2 * BOUND);
    // When
    outbox.onLinkLost();
    time.pass(Duration.ZERO);
    // Then
    assertEquals(BOUND, recorder.losses.getFirst().dropped());
  }

  @Test
  void aLinkThatClosesTakesNothingMore() {
    // Given
    transport.writable = false;
    publishMany(3);
    // When
    outbox.flushAndClose(CloseCause.KILLED);
    publishMany(3);
    // Then
    assertEquals(List.of(1L, 2L, 3L), received());
  }

  private static final class Recorder implements ReaderListener {
    final List<ReaderStats> losses = new ArrayList<>();
    final List<ReaderStats> overruns = new ArrayList<>();

    @Override
    public void onLoss(ReaderStats stats) {
      losses.add(stats);
    }

    @Override
    public void onOverrun(ReaderStats stats) {
      overruns.add(stats);
    }
  }

  private void ofSession(ReaderPolicy policy, ReaderPolicy afterBlock) {
    outbox.change(own -> own.setForSession(policy, afterBlock));
  }

  private void publishMany(int count) {
    for (int i = 0; i < count; i++) {
      publish(1, "topic");
    }
  }

  private void publish(long subscription, String topic) {
    ReaderPace behind = outbox.send(event(subscription, topic));
    if (behind != null) {
      outbox.holdBack(brake, behind);
    }
  }

  private Outgoing event(long subscription, String topic) {
    return new Outgoing(
        new Event(subscription, ++published, Dict.of("topic", topic), Payload.NONE));
  }

  private Event event(int index) {
    return (Event) transport.sent.get(index);
  }

  private List<Long> received() {
    return transport.sent.stream()
        .filter(Event.class::isInstance)
        .map(message -> ((Event) message).publication())
        .toList();
  }

  private long received(long subscription) {
    return transport.sent.stream()
        .filter(message -> message instanceof Event event && event.subscription() == subscription)
        .count();
  }
}
