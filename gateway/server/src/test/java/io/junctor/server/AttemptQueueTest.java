package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AttemptQueueTest {

  private static final Duration PACE = Duration.ofMillis(300);

  private final FakeTime time = new FakeTime();
  private final AttemptQueue queue =
      new AttemptQueue(
          new AttemptLimits(1, Duration.ofSeconds(1), 1, Duration.ofSeconds(1), PACE, 3, 5), time);

  @Test
  void theFirstOfAHostDoesNotWaitAndTheOthersGoInTheOrderOfTheirComing() {
    List<String> turns = new ArrayList<>();
    for (String name : List.of("first", "second", "third", "fourth")) {
      var _ = enter("host").thenRun(() -> turns.add(name));
    }

    assertEquals(List.of("first"), turns);
    time.pass(PACE.minusMillis(1));
    assertEquals(List.of("first"), turns);
    time.pass(Duration.ofMillis(1));
    assertEquals(List.of("first", "second"), turns);
    time.pass(PACE.multipliedBy(2));
    assertEquals(List.of("first", "second", "third", "fourth"), turns);
  }

  @Test
  void hostsDoNotWaitForEachOther() {
    var _ = enter("host");
    assertFalse(enter("host").isDone());

    assertTrue(enter("other").isDone());
  }

  @Test
  void theLineIsBounded() {
    for (int i = 0; i < 4; i++) {
      var _ = enter("host");
    }

    assertNull(queue.enter("host"));
    time.pass(PACE);
    assertNotNull(queue.enter("host"));
  }

  @Test
  void whoeverLeavesMakesRoomAndCostsNoTurn() {
    var _ = enter("host");
    CompletableFuture<Void> leaving = enter("host");
    CompletableFuture<Void> staying = enter("host");

    leaving.cancel(false);

    assertEquals(1, queue.waiting("host"));
    time.pass(PACE);
    assertTrue(staying.isDone());
  }

  @Test
  void thereAreAsManyLinesAsMayBeRememberedAndNoneIsLeftOver() {
    for (int i = 0; i < 5; i++) {
      var _ = enter("host" + i);
    }
    assertNull(queue.enter("one more"));

    time.pass(PACE);

    assertEquals(0, queue.size());
    assertEquals(0, time.waiting());
  }

  @Test
  void thePaceHoldsAlsoForWhoComesAfterwards() {
    var _ = enter("host");
    time.pass(PACE.minusMillis(1));
    CompletableFuture<Void> second = enter("host");
    time.pass(Duration.ofMillis(1));
    assertTrue(second.isDone());

    assertFalse(enter("host").isDone());
  }

  private CompletableFuture<Void> enter(String host) {
    CompletableFuture<Void> turn = queue.enter(host);
    assertNotNull(turn);
    return turn;
  }
}
