package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Who publishes faster than a reader takes it waits, but for no reader that does not read. */
class HeldPublishersTest {

  private static final int BOUND = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration TICK = Duration.ofMillis(10);

  private final FakeTime time = new FakeTime();
  private final FakeTransport transport = new FakeTransport();
  private final Budget all = new Budget(1 << 20);
  private final SessionOutbox outbox =
      new SessionOutbox(
          transport,
          Serializers.of(Format.JSON),
          new OutboxLimits(BOUND, 1 << 20, 1 << 20, PATIENCE),
          all,
          time,
          ReaderListener.NONE);
  private final Brake brake = new Brake(this::onHeld, this::onReleased);
  private long published;
  private long heldSince;
  private long heldLongest;

  @Test
  void fromHalfOfTheBoundOnThePublisherWaits() {
    // Given
    transport.writable = false;
    publish(BOUND / 2);
    assertFalse(brake.isHeld());
    // When
    publish(1);
    // Then
    assertTrue(brake.isHeld());
  }

  @Test
  void itGoesOnAtAnEighthOfTheBound() {
    // Given
    transport.writable = false;
    publishWhileAllowed();
    // When
    transport.take(outbox, BOUND / 2 - BOUND / 8);
    assertTrue(brake.isHeld());
    transport.take(outbox, 1);
    // Then
    assertFalse(brake.isHeld());
  }

  @Test
  void whoDoesNotReadIsNotWaitedForLongerThanThePatience() {
    // Given
    transport.writable = false;
    publishWhileAllowed();
    // When
    time.pass(PATIENCE.minusMillis(1));
    assertTrue(brake.isHeld());
    time.pass(Duration.ofMillis(1));
    // Then
    assertFalse(brake.isHeld());
    publish(10 * BOUND);
    assertFalse(brake.isHeld());
    assertEquals(11L * BOUND - BOUND / 2 + 1 - BOUND, outbox.stats().dropped());
  }

  @Test
  void whoReadsTooSlowlyIsNotWaitedForEither() {
    // Given
    transport.writable = false;
    publishWhileAllowed();
    // When
    for (int i = 0; i < 5; i++) {
      time.pass(PATIENCE.dividedBy(5));
      transport.take(outbox, 1);
    }
    // Then
    assertFalse(brake.isHeld());
  }

  @Test
  void whoStalledBeforeItsQueueWasFullCostsNoPublisherAnything() {
    // Given
    transport.writable = false;
    publish(BOUND / 2);
    time.pass(PATIENCE);
    // When
    publish(BOUND);
    // Then
    assertFalse(brake.isHeld());
  }

  @Test
  void whoWasWaitedForInVainIsNotWaitedForAgainForAWhile() {
    // Given
    transport.writable = false;
    publishWhileAllowed();
    time.pass(PATIENCE);
    transport.takeAll(outbox);
    transport.writable = false;
    // When
    publish(BOUND);
    assertFalse(brake.isHeld());
    transport.takeAll(outbox);
    transport.writable = false;
    time.pass(PATIENCE.multipliedBy(10));
    publishWhileAllowed();
    // Then
    assertTrue(brake.isHeld());
  }

  @Test
  void severalPublishersWaitForTheSameReader() {
    // Given
    Brake other = new Brake(() -> {}, () -> {});
    transport.writable = false;
    publishWhileAllowed();
    ReaderPace behind = outbox.send(event(++published, "text"));
    outbox.holdBack(other, behind);
    assertTrue(other.isHeld());
    // When
    transport.takeAll(outbox);
    // Then
    assertFalse(brake.isHeld() || other.isHeld());
  }

  @Test
  void aPublisherWaitsForEveryReaderThatIsBehind() {
    // Given
    brake.hold();
    transport.writable = false;
    publish(BOUND / 2 + 1);
    // When
    transport.takeAll(outbox);
    assertTrue(brake.isHeld());
    brake.release();
    // Then
    assertFalse(brake.isHeld());
  }

  @Test
  void nobodyWaitsForAReaderThatIsGone() {
    // Given
    transport.writable = false;
    publishWhileAllowed();
    // When
    outbox.onLinkLost();
    // Then
    assertFalse(brake.isHeld());
    assertEquals(0, time.waiting());
  }

  @Test
  void nobodyWaitsForAReaderThatIsClosed() {
    // Given
    transport.writable = false;
    publishWhileAllowed();
    // When
    outbox.flushAndClose(CloseCause.KILLED);
    // Then
    assertFalse(brake.isHeld());
  }

  @Test
  void whenAllTogetherHaveHalfOfTooMuchTheyWaitEarlier() {
    // Given
    all.take((1 << 19) + 1);
    transport.writable = false;
    String text = "x".repeat(1 << 15); // half of a sixteenth
    // When
    ReaderPace behind = outbox.send(event(1, text));
    // Then
    assertNotNull(behind);
  }

  /** Readers of every speed, publishers that burst: what must hold whatever happens. */
  @RepeatedTest(200)
  void aReaderThatKeepsTakingGetsEverythingAndNobodyWaitsForEver(RepetitionInfo repetition) {
    // Given
    Random random = new Random(repetition.getCurrentRepetition());
    int slowest = 1 + random.nextInt(90); // ticks in which it takes the whole queue, of 100
    // When
    for (int tick = 0; tick < 2_000; tick++) {
      int burst = random.nextInt(3 * BOUND);
      for (int i = 0; i < burst && !brake.isHeld(); i++) {
        publish(1);
      }
      assertTrue(outbox.entries() <= BOUND);
      time.pass(TICK);
      if (tick % slowest == 0) {
        transport.take(outbox, random.nextBoolean() ? BOUND : BOUND - 1);
      }
      transport.writable = random.nextInt(4) == 0 && outbox.entries() == 0;
    }
    transport.takeAll(outbox);
    // Then
    assertEquals(0, outbox.stats().dropped());
    assertEquals(LongStream.rangeClosed(1, published).boxed().toList(), received());
    assertFalse(brake.isHeld());
    assertTrue(heldLongest > 0 && heldLongest <= PATIENCE.toNanos(), "held " + heldLongest);
  }

  private void onHeld() {
    heldSince = time.nanoTime();
  }

  private void onReleased() {
    heldLongest = Math.max(heldLongest, time.nanoTime() - heldSince);
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      ReaderPace behind = outbox.send(event(++published, "text"));
      if (behind != null) {
        outbox.holdBack(brake, behind);
      }
    }
  }

  private void publishWhileAllowed() {
    for (int i = 0; i < 100 && !brake.isHeld(); i++) {
      publish(1);
    }
  }

  private List<Long> received() {
    List<Long> publications = new ArrayList<>();
    transport.sent.forEach(message -> publications.add(((Event) message).publication()));
    return publications;
  }

  private static Outgoing event(long publication, String text) {
    Payload payload = Serializers.of(Format.JSON).payload(List.of(text), java.util.Map.of());
    return new Outgoing(new Event(1, publication, Dict.EMPTY, payload));
  }
}
