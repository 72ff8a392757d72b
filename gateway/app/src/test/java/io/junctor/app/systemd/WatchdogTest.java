package io.junctor.app.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.app.node.Health;
import io.junctor.app.node.RunningNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogTest {

  private static final String FED = "WATCHDOG=1\nSTATUS=well";

  @TempDir Path folder;

  private final AtomicBoolean hangs = new AtomicBoolean();
  private final Health health = new Health();

  @Test
  void isFedTwiceInItsTimeWhileAllAnswer() throws Exception {
    health.add("loop", () -> CompletableFuture.completedFuture(1));
    try (NotifySocket manager = new NotifySocket(socket())) {
      // When
      long begin = System.nanoTime();
      try (Watchdog watchdog = Watchdog.start(notifier(), node())) {
        // Then
        for (int i = 0; i < 4; i++) {
          assertEquals(FED, manager.next());
        }
      }
      long millis = (System.nanoTime() - begin) / 1_000_000;
      assertTrue(millis >= 550, "three periods of 200 ms, got " + millis);
    }
  }

  @Test
  void isNotFedWhileOneIsSilentAndAgainWhenItAnswers() throws Exception {
    // Given
    AtomicBoolean[] asked = {new AtomicBoolean()};
    CompletableFuture<Void> answer = new CompletableFuture<>();
    health.add(
        "loop",
        () -> {
          asked[0].set(true);
          return hangs.get() ? answer : CompletableFuture.completedFuture(null);
        });
    hangs.set(true);
    try (NotifySocket manager = new NotifySocket(socket());
        // When
        Watchdog watchdog = Watchdog.start(notifier(), node())) {
      // Then
      assertEquals("STATUS=no answer from loop", manager.next());
      assertEquals("STATUS=no answer from loop", manager.next());
      hangs.set(false);
      answer.complete(null);
      String next = manager.next();
      assertEquals(FED, next.equals("STATUS=no answer from loop") ? manager.next() : next);
      assertTrue(asked[0].get());
    }
  }

  private Notifier notifier() {
    return Notifier.of(
        Map.of("NOTIFY_SOCKET", socket().toString(), "WATCHDOG_USEC", "400000"),
        ProcessHandle.current().pid());
  }

  private RunningNode node() {
    return new RunningNode() {
      @Override
      public List<String> addresses() {
        return List.of();
      }

      @Override
      public Health health() {
        return health;
      }

      @Override
      public String status() {
        return "well";
      }

      @Override
      public void close() {}
    };
  }

  private Path socket() {
    return folder.resolve("notify");
  }
}
