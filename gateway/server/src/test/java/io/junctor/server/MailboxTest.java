package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class MailboxTest {

  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private boolean stopped;
  private final Mailbox mailbox = new Mailbox(this::execute, 1);

  private void execute(Runnable turn) {
    if (stopped) {
      throw new RejectedExecutionException("stopped");
    }
    threads.add(turn);
  }

  private void runTurn() {
    threads.remove().run();
  }

  @Test
  void tasksRunInOrderATurnAtATime() {
    // Given
    mailbox.post(() -> done.add("first"));
    mailbox.post(() -> done.add("second"));
    // When
    runTurn();
    // Then
    assertEquals(List.of("first"), done);
    runTurn();
    assertEquals(List.of("first", "second"), done);
  }

  @Test
  void aTaskThatThrowsDoesNotKeepTheNextFromRunning() {
    // Given
    mailbox.post(
        () -> {
          throw new IllegalStateException("a bug");
        });
    mailbox.post(() -> done.add("next"));
    // When
    assertThrows(IllegalStateException.class, this::runTurn);
    runTurn();
    // Then
    assertEquals(List.of("next"), done);
  }

  @Test
  void anExecutorThatStopsBetweenTwoTasksEndsTheMailboxQuietly() {
    // Given
    mailbox.post(() -> stopped = true);
    mailbox.post(() -> done.add("for nobody"));
    // When
    assertDoesNotThrow(this::runTurn);
    // Then
    assertEquals(List.of(), done);
  }
}
