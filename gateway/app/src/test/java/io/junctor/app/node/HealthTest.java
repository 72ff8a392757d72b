package io.junctor.app.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final Duration SHORT = Duration.ofMillis(30);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Health health = new Health();

  @Test
  void nobodyIsSilentWhenAllAnswer() {
    // Given
    health.add("one", () -> CompletableFuture.completedFuture(1));
    health.add("two", () -> CompletableFuture.supplyAsync(() -> 2));
    // When
    List<String> silent = health.silent(LONG).join();
    // Then
    assertEquals(List.of(), silent);
  }

  @Test
  void whoDoesNotAnswerInTimeIsNamed() {
    // Given
    health.add("one", () -> CompletableFuture.completedFuture(1));
    health.add("stuck", CompletableFuture::new);
    // When
    List<String> silent = health.silent(SHORT).join();
    // Then
    assertEquals(List.of("stuck"), silent);
  }

  @Test
  void whoTakesNoTasksIsSilentAtOnce() {
    // Given
    health.add(
        "full",
        () -> {
          throw new RejectedExecutionException("1000 tasks are waiting");
        });
    // When
    List<String> silent = health.silent(LONG).join();
    // Then
    assertEquals(List.of("full"), silent);
  }

  @Test
  void whoHasNotAnsweredIsNotAskedAgain() {
    // Given
    AtomicInteger asked = new AtomicInteger();
    health.add(
        "stuck",
        () -> {
          asked.incrementAndGet();
          return new CompletableFuture<>();
        });
    // When
    for (int i = 0; i < 5; i++) {
      health.silent(SHORT).join();
    }
    // Then
    assertEquals(1, asked.get());
  }

  @Test
  void whoAnswersLateIsWellAgain() {
    // Given
    CompletableFuture<Void> late = new CompletableFuture<>();
    health.add("slow", () -> late);
    assertEquals(List.of("slow"), health.silent(SHORT).join());
    // When
    CompletableFuture<List<String>> next = health.silent(LONG);
    late.complete(null);
    // Then
    assertEquals(List.of(), next.join());
    assertTrue(late.isDone());
  }
}
