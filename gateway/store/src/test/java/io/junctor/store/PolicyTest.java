package io.junctor.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.router.Journal;
import io.junctor.router.JournalEntry;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.serializer.Serializers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What becomes of events for which there is no room, and of those that are too old. */
class PolicyTest {

  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  private static final StoreLimits SMALL =
      new StoreLimits(
          4L * StoreLimits.SEGMENT_BYTES_MIN,
          StoreLimits.SEGMENT_BYTES_MIN,
          100,
          1 << 20,
          1,
          Duration.ZERO);

  private final CrashDisk disk = new CrashDisk();
  private Instant now = START;
  private final InstantSource clock = () -> now;

  private Outbox open(StoreLimits limits) throws IOException {
    return Outbox.open(disk, limits, 7, clock);
  }

  private String append(Outbox outbox, long number) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    JournalEntry entry =
        new JournalEntry(
            "junctor",
            number,
            "com.example.level",
            null,
            Dict.EMPTY,
            Serializers.of(Format.CBOR).payload(List.of(number), Map.of()),
            now);
    outbox
        .journal(_ -> true)
        .append(
            entry,
            new Journal.Receipt() {
              @Override
              public void confirmed() {
                answer.complete("confirmed");
              }

              @Override
              public void failed(String why) {
                answer.complete(why);
              }
            });
    return answer.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private void append(Outbox outbox, long from, long to) {
    for (long number = from; number <= to; number++) {
      assertEquals("confirmed", append(outbox, number));
    }
  }

  /** Reads all there is; the gaps are added up. */
  private static Gap read(OutboxReader reader, List<Long> numbers) throws IOException {
    long missing = 0;
    long expired = 0;
    for (StoredEvent event = reader.next(); event != null; event = reader.next()) {
      numbers.add(event.publication());
      missing += event.gap().missing();
      expired += event.gap().expired();
    }
    return new Gap(missing, expired);
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void aFullStoreRefusesByDefaultAndKeepsWhatItHas() throws IOException {
    try (Outbox outbox = open(SMALL)) {
      // Given
      OutboxReader reader = outbox.reader("cloud");
      long taken = 0;
      String answer = append(outbox, 1);
      while (answer.equals("confirmed")) {
        answer = append(outbox, ++taken + 1);
      }
      // When
      List<Long> numbers = new ArrayList<>();
      Gap gap = read(reader, numbers);
      // Then
      assertEquals("the store is full: 4096 of 4096 bytes are used", answer);
      assertEquals(numbers(1, taken), numbers);
      assertTrue(gap.isNone());
    }
  }

  @Test
  void aFullStoreDropsTheOldestAndTheReaderLearnsHowMany() throws IOException {
    try (Outbox outbox = open(SMALL.with(StoreLimits.WhenFull.DROP_OLDEST))) {
      // Given
      OutboxReader reader = outbox.reader("cloud");
      // When
      append(outbox, 1, 500);
      // Then
      List<Long> numbers = new ArrayList<>();
      Gap gap = read(reader, numbers);
      assertEquals(numbers(500 - numbers.size() + 1, 500), numbers, "the newest, in their order");
      assertTrue(numbers.size() >= 10, numbers::toString);
      assertEquals(500 - numbers.size(), gap.missing());
      assertEquals(outbox.state().dropped(), gap.missing());
    }
  }

  @Test
  void theGapIsToldAfterARestartAndAgainUntilWhatFollowsItIsAcknowledged() throws IOException {
    // Given
    StoreLimits limits = SMALL.with(StoreLimits.WhenFull.DROP_OLDEST);
    try (Outbox outbox = open(limits)) {
      OutboxReader reader = outbox.reader("cloud");
      append(outbox, 1, 3);
      reader.acknowledge(2);
      append(outbox, 4, 500);
    }
    try (Outbox outbox = open(limits)) {
      OutboxReader reader = outbox.reader("cloud");
      for (int attempt = 0; attempt < 2; attempt++) {
        // When
        StoredEvent first = reader.next();
        // Then
        assertNotNull(first);
        assertEquals(first.publication() - 3, first.gap().missing());
        reader.rewind();
      }
      reader.acknowledge(reader.next().id().seq());
      reader.rewind();
      assertTrue(reader.next().gap().isNone());
    }
  }

  @Test
  void aReaderInTheMiddleOfWhatIsDroppedGoesOnBehindIt() throws IOException {
    try (Outbox outbox = open(SMALL.with(StoreLimits.WhenFull.DROP_OLDEST))) {
      // Given
      OutboxReader reader = outbox.reader("cloud");
      append(outbox, 1, 5);
      assertEquals(1, reader.next().publication());
      // When
      append(outbox, 6, 300);
      // Then
      List<Long> numbers = new ArrayList<>();
      Gap gap = read(reader, numbers);
      assertEquals(300, numbers.getLast());
      assertEquals(299, numbers.size() + gap.missing());
    }
  }

  @Test
  void whatIsTooOldIsLeftOutAndCounted() throws IOException {
    try (Outbox outbox = open(SMALL.withTimeToLive(Duration.ofHours(1)))) {
      // Given
      OutboxReader reader = outbox.reader("cloud");
      append(outbox, 1, 3);
      now = START.plus(Duration.ofMinutes(50));
      append(outbox, 4, 5);
      now = START.plus(Duration.ofMinutes(70));
      // When
      StoredEvent first = reader.next();
      // Then
      assertEquals(4, first.publication());
      assertEquals(new Gap(0, 3), first.gap());
      assertTrue(reader.next().gap().isNone());
      assertNull(reader.next());
    }
  }

  @Test
  void whatIsTooOldMakesRoomEvenWhereAFullStoreRefuses() throws IOException {
    try (Outbox outbox = open(SMALL.withTimeToLive(Duration.ofHours(1)))) {
      // Given
      OutboxReader reader = outbox.reader("cloud");
      long taken = 0;
      while (append(outbox, taken + 1).equals("confirmed")) {
        taken++;
      }
      now = START.plus(Duration.ofHours(2));
      // When
      String answer = append(outbox, taken + 1);
      // Then
      assertEquals("confirmed", answer);
      StoredEvent first = reader.next();
      assertEquals(taken + 1, first.publication());
      assertEquals(taken, first.gap().missing() + first.gap().expired());
    }
  }

  @Test
  void whatWasWrittenBeforeTheClockWasSetDoesNotExpire() throws IOException {
    try (Outbox outbox = open(SMALL.withTimeToLive(Duration.ofHours(1)))) {
      // Given: a board without a battery
      now = Instant.EPOCH;
      append(outbox, 1, 1);
      now = START;
      // When
      StoredEvent first = outbox.reader("cloud").next();
      // Then
      assertEquals(1, first.publication());
    }
  }
}
