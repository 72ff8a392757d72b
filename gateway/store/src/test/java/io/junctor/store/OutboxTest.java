package io.junctor.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.router.Journal;
import io.junctor.router.JournalEntry;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {

  private static final Instant TIME = Instant.parse("2026-11-23T04:05:06.000000007Z");

  @TempDir private Path directory;

  /** A receipt as a future; fails with the reason as message. */
  private static final class Answer extends CompletableFuture<String> implements Journal.Receipt {
    @Override
    public void confirmed() {
      complete("confirmed");
    }

    @Override
    public void failed(String why) {
      complete("failed: " + why);
    }

    String await() {
      return orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  private static JournalEntry entry(String topic, Object value) {
    Payload payload = Serializers.of(Format.CBOR).payload(List.of(value), Map.of("unit", "Cel"));
    Dict options =
        Dict.builder()
            .put("acknowledge", true)
            .put("forward_for", List.of(Map.of("session", 9L)))
            .build();
    return new JournalEntry("junctor", 77, topic, null, options, payload, TIME);
  }

  private Outbox open(StoreLimits limits) throws IOException {
    return Outbox.open(new DirectoryFiles(directory), limits, 7);
  }

  @Test
  void aPublicationComesBackAsItWasAfterReopening() throws IOException {
    // Given
    try (Outbox outbox = open(StoreLimits.DEFAULT)) {
      Answer answer = new Answer();
      outbox.journal(_ -> true).append(entry("com.example.a", 21.5), answer);
      assertEquals("confirmed", answer.await());
    }
    // When
    try (Outbox outbox = open(StoreLimits.DEFAULT)) {
      StoredEvent event = outbox.reader("cloud").next();
      // Then
      assertNotNull(event);
      assertEquals(new RecordId(7, 1, 1), event.id());
      assertEquals("junctor", event.realm());
      assertEquals("com.example.a", event.topic());
      assertEquals(77, event.publication());
      assertEquals(TIME, event.time());
      assertTrue(event.options().bool("acknowledge", false));
      Dict origin = (Dict) event.options().list("forward_for").getFirst();
      assertEquals(9, origin.integer("session", 0));
      assertEquals(Format.CBOR, event.payload().format());
      assertEquals(List.of(21.5), Serializers.of(Format.JSON).args(event.payload()));
      assertEquals(Map.of("unit", "Cel"), Serializers.of(Format.JSON).kwargs(event.payload()));
    }
  }

  @Test
  void aDirectoryHasOneStoreAtATime() throws IOException {
    // Given
    Outbox first = open(StoreLimits.DEFAULT);
    // When
    IOException refused = assertThrows(IOException.class, () -> open(StoreLimits.DEFAULT));
    // Then
    assertEquals("the store " + directory + " is in use by another gateway", refused.getMessage());
    first.close();
    open(StoreLimits.DEFAULT).close();
  }

  @Test
  void manyAppendsShareOneForce() throws IOException {
    // Given
    try (Outbox outbox = open(StoreLimits.DEFAULT)) {
      OutboxJournal journal = outbox.journal(_ -> true);
      // When
      List<Answer> answers =
          IntStream.range(0, 1000)
              .mapToObj(
                  i -> {
                    Answer answer = new Answer();
                    journal.append(entry("com.example.a", i), answer);
                    return answer;
                  })
              .toList();
      // Then
      answers.forEach(answer -> assertEquals("confirmed", answer.await()));
      assertTrue(outbox.state().forces() < 100, "forces: " + outbox.state().forces());
      OutboxReader reader = outbox.reader("cloud");
      assertEquals(1000, reader.backlog());
      for (int i = 0; i < 1000; i++) {
        StoredEvent event = reader.next();
        assertEquals(
            List.of((long) i), Serializers.of(Format.JSON).args(event.payload()), "in order");
      }
      assertNull(reader.next());
    }
  }

  @Test
  void eachDestinationHasItsOwnCursorThatSurvives() throws IOException {
    // Given
    try (Outbox outbox = open(StoreLimits.DEFAULT)) {
      OutboxReader cloud = outbox.reader("cloud");
      outbox.reader("archive");
      for (int i = 0; i < 3; i++) {
        Answer answer = new Answer();
        outbox.journal(_ -> true).append(entry("com.example.a", i), answer);
        answer.await();
      }
      cloud.acknowledge(2);
    }
    // When
    try (Outbox outbox = open(StoreLimits.DEFAULT)) {
      // Then
      assertEquals(3, outbox.reader("cloud").next().id().seq());
      assertEquals(1, outbox.reader("archive").next().id().seq());
      assertEquals(1, outbox.reader("cloud").backlog());
    }
  }

  @Test
  void theQueueIsBoundedAndSaysSo() throws IOException {
    // Given: a disk that does not come back from its first force of a record
    CountDownLatch stuck = new CountDownLatch(1);
    CrashDisk disk = new CrashDisk();
    StoreLimits limits = new StoreLimits(1 << 20, 4096, 3, 1 << 20, 1, Duration.ZERO);
    Outbox outbox = Outbox.open(disk, limits, 7);
    CountDownLatch writing = new CountDownLatch(1);
    disk.beforeForce =
        () -> {
          writing.countDown();
          try {
            assertTrue(stuck.await(10, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    OutboxJournal journal = outbox.journal(_ -> true);
    Answer first = new Answer();
    journal.append(entry("com.example.a", 0), first);
    assertTrue(awaitQuietly(writing));
    // When
    List<Answer> answers =
        IntStream.range(0, 4)
            .mapToObj(
                i -> {
                  Answer answer = new Answer();
                  journal.append(entry("com.example.a", i), answer);
                  return answer;
                })
            .toList();
    // Then
    assertEquals("failed: the disk does not keep up: 3 records wait", answers.get(3).await());
    stuck.countDown();
    assertEquals("confirmed", first.await());
    answers.subList(0, 3).forEach(answer -> assertEquals("confirmed", answer.await()));
    assertEquals(1, outbox.state().rejected());
    outbox.close();
  }

  private static boolean awaitQuietly(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test
  void aFullDiskFailsThePublicationAndHeals() throws IOException {
    // Given
    CrashDisk disk = new CrashDisk();
    Outbox outbox = Outbox.open(disk, CrashModel.LIMITS, 7);
    OutboxJournal journal = outbox.journal(_ -> true);
    disk.beforeChange =
        () -> {
          throw new IOException("No space left on device");
        };
    // When
    Answer refused = new Answer();
    journal.append(entry("com.example.a", 1), refused);
    // Then
    assertEquals("failed: No space left on device", refused.await());
    awaitProblem(outbox, "No space left on device");
    disk.beforeChange = () -> {};
    Answer taken = new Answer();
    journal.append(entry("com.example.a", 2), taken);
    assertEquals("confirmed", taken.await());
    awaitProblem(outbox, null);
    outbox.close();
  }

  private static void awaitProblem(Outbox outbox, String expected) {
    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertEquals(expected, outbox.state().problem()));
  }
}
