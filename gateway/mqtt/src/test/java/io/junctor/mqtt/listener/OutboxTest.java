package io.junctor.mqtt.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.mqtt.mapping.MqttPayload;
import io.junctor.netty.ConnectionLimits;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that do not read, and what waits for them. */
class OutboxTest {

  private static final int CLIENT_BYTES = 64 * 1024;
  private static final int ALL_BYTES = 256 * 1024;

  private final WaitingBudget budget = new WaitingBudget(ALL_BYTES);
  private final List<EmbeddedChannel> channels = new ArrayList<>();
  private final List<Long> told = new ArrayList<>();
  private boolean overflown;

  private final Outbox.Listener listener =
      new Outbox.Listener() {
        @Override
        public void onOverflow() {
          overflown = true;
        }

        @Override
        public void onLoss(long dropped) {
          told.add(dropped);
        }
      };

  @AfterEach
  void release() {
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  @Test
  void oneClientKeepsWhatIsItsOwn() {
    // Given
    Outbox outbox = stalled();
    // When
    offer(outbox, 100, 0);
    // Then
    assertTrue(budget.taken() <= CLIENT_BYTES && budget.taken() > CLIENT_BYTES / 2);
    assertTrue(outbox.dropped() > 0);
  }

  @Test
  void manyClientsTogetherKeepNoMoreThanTheBudgetAndAShareEach() {
    // Given
    int clients = 50;
    List<Outbox> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      all.add(stalled());
    }
    // When
    for (int i = 0; i < 100; i++) {
      all.forEach(one -> offer(one, 1, 0));
    }
    // Then
    long share = CLIENT_BYTES / 16;
    assertTrue(budget.taken() <= ALL_BYTES + clients * share, "waiting: " + budget.taken());
    assertFalse(overflown);

    // When
    all.forEach(Outbox::close);
    // Then
    assertEquals(0, budget.taken());
  }

  @Test
  void whatIsTakenByAClientThatReadsIsGivenBack() {
    // Given
    Outbox outbox = stalled();
    offer(outbox, 10, 0);
    // When
    setWritable(channels.getFirst(), true);
    outbox.drain();
    // Then
    assertEquals(0, budget.taken());
    assertEquals(0, outbox.dropped());
  }

  @Test
  void lossesAreToldOfTogether() {
    // Given
    Outbox outbox = stalled();
    EmbeddedChannel channel = channels.getFirst();
    // When
    offer(outbox, 200, 0);
    channel.runScheduledPendingTasks();
    assertEquals(List.of(), told);
    channel.advanceTimeBy(10, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    // Then
    assertEquals(List.of(outbox.dropped()), told);

    // When: nothing more is lost
    channel.advanceTimeBy(60, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    // Then
    assertEquals(1, told.size());
  }

  @Test
  void whatWasPromisedIsNotDroppedInSilence() {
    // Given
    Outbox outbox = stalled();
    // When
    offer(outbox, 100, 1);
    channels.getFirst().runPendingTasks();
    // Then
    assertTrue(overflown);
    assertEquals(0, outbox.dropped());
  }

  private Outbox stalled() {
    EmbeddedChannel channel = new EmbeddedChannel();
    channels.add(channel);
    setWritable(channel, false);
    MqttLimits limits =
        new MqttLimits(
            new ConnectionLimits(1, 1),
            Duration.ofSeconds(1),
            1024,
            128,
            Duration.ofSeconds(1),
            1,
            1_000,
            CLIENT_BYTES,
            ALL_BYTES,
            32,
            Duration.ofSeconds(1));
    return new Outbox(channel, new Packets(true), limits, budget, 32, Long.MAX_VALUE, listener);
  }

  private static void setWritable(EmbeddedChannel channel, boolean writable) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
  }

  /** Of 1 KiB each, and a little more. */
  private static void offer(Outbox outbox, int count, int qos) {
    MqttPayload payload = new MqttPayload(new byte[1024], "");
    for (int i = 0; i < count; i++) {
      outbox.offer(new OutgoingPublish("a/b", payload, qos, false, List.of(), null, ""));
    }
  }
}
