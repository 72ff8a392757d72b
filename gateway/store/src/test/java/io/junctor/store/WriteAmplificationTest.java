package io.junctor.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.router.Journal;
import io.junctor.router.JournalEntry;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.session.PeerRoles;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.TransportDetails;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the card has to take for what is published: a card is worn by writing. */
class WriteAmplificationTest {

  private static final int EVENTS = 10_000;
  private static final int PAYLOAD_BYTES = 190;
  private static final int WAITING_MAX = 256;

  /** The goal while the line is up, and what a line that is down costs beside: zeros, once. */
  private static final double UP_MAX = 3.0;

  private static final double DOWN_MAX = 4.0;

  @TempDir private Path directory;

  private double amplification(boolean isUp) throws Exception {
    AtomicLong confirmed = new AtomicLong();
    CountDownLatch all = new CountDownLatch(EVENTS);
    try (Outbox outbox = Outbox.open(new DirectoryFiles(directory), StoreLimits.DEFAULT, 7)) {
      OutboxReader reader = outbox.reader("cloud");
      OutboxJournal journal = outbox.journal(_ -> true);
      for (int i = 0; i < EVENTS; i++) {
        journal.append(entry(i), new Counting(confirmed, all));
        if (i % WAITING_MAX == WAITING_MAX - 1) {
          awaitConfirmed(confirmed, i - WAITING_MAX);
          if (isUp) {
            reader.acknowledge(confirmed.get());
          }
        }
      }
      assertTrue(all.await(30, TimeUnit.SECONDS));
      StoreState state = outbox.state();
      double times = (double) state.bytesWritten() / ((long) EVENTS * PAYLOAD_BYTES);
      System.err.printf(
          "store, line %s: %d events of %d bytes, %d bytes written for each, %.2f times, %d fsyncs%n",
          isUp ? "up" : "down",
          EVENTS,
          PAYLOAD_BYTES,
          state.bytesWritten() / EVENTS,
          times,
          state.forces());
      return times;
    }
  }

  private static void awaitConfirmed(AtomicLong confirmed, long wanted) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .pollDelay(Duration.ZERO)
        .until(() -> confirmed.get() >= wanted);
  }

  private static JournalEntry entry(int number) {
    // the text's length takes two bytes
    Payload payload =
        Serializers.of(Format.CBOR).payload(List.of("x".repeat(PAYLOAD_BYTES - 2)), Map.of());
    assertEquals(PAYLOAD_BYTES, payload.length(), 1);
    SessionDetails publisher =
        new SessionDetails(
            1_234_567_890_123_456L,
            "junctor",
            new Identity("fridge", "thing", "local", "static"),
            PeerRoles.of(Map.of()),
            new TransportDetails(TransportDetails.Kind.LOCAL, Format.CBOR, "local", true));
    return new JournalEntry(
        "junctor",
        4_000_000_000_000_000L + number,
        "com.example.berlin.fridge.level",
        publisher,
        Dict.of("acknowledge", true, "retain", true),
        payload,
        Instant.now());
  }

  private record Counting(AtomicLong count, CountDownLatch all) implements Journal.Receipt {
    @Override
    public void confirmed() {
      count.incrementAndGet();
      all.countDown();
    }

    @Override
    public void failed(String why) {
      throw new AssertionError(why);
    }
  }

  @Test
  void aLineThatIsUpCostsAtMostThreeTimesThePayload() throws Exception {
    assertTrue(amplification(true) <= UP_MAX);
  }

  @Test
  void aLineThatIsDownCostsTheZerosOfPreallocationBeside() throws Exception {
    assertTrue(amplification(false) <= DOWN_MAX);
  }
}
