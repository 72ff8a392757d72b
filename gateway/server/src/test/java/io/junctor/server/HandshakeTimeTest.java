package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HandshakeTimeTest {

  private final FakeTime time = new FakeTime();
  private int over;
  private final HandshakeTime handshake =
      new HandshakeTime(time, Duration.ofSeconds(10), () -> over++);

  @Test
  void itEndsWhenItIsOver() {
    time.pass(Duration.ofMillis(9_999));
    assertEquals(0, over);
    time.pass(Duration.ofMillis(1));
    assertEquals(1, over);
  }

  @Test
  void whatAPeerIsMadeToWaitDoesNotCount() {
    time.pass(Duration.ofSeconds(7));
    handshake.waitFor(new CompletableFuture<>());
    time.pass(Duration.ofHours(1));
    assertEquals(0, over);

    handshake.goOn();

    time.pass(Duration.ofMillis(2_999));
    assertEquals(0, over);
    time.pass(Duration.ofMillis(1));
    assertEquals(1, over);
  }

  @Test
  void theWaitEndsWithTheLink() {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    handshake.waitFor(turn);

    handshake.end();

    assertTrue(turn.isCancelled());
    assertEquals(0, time.waiting());
  }

  @Test
  void nothingIsWaitedForOnceTheLinkIsGone() {
    handshake.end();
    CompletableFuture<Void> turn = new CompletableFuture<>();

    handshake.waitFor(turn);
    handshake.goOn();

    assertTrue(turn.isCancelled());
    assertEquals(0, time.waiting());
    time.pass(Duration.ofHours(1));
    assertEquals(0, over);
  }

  @Test
  void whatCameInTimeIsNotCancelled() {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    handshake.waitFor(turn);
    handshake.goOn();

    handshake.end();

    assertFalse(turn.isCancelled());
  }
}
