package io.junctor.app.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopSignalTest {

  private final StopSignal signal = StopSignal.install();
  private final CountDownLatch closed = new CountDownLatch(1);

  @Test
  void aSignalDuringTheStartClosesWhatWasStartedOnceThatIsComplete() throws Exception {
    // Given
    CompletableFuture<Boolean> told = CompletableFuture.supplyAsync(signal::closeWhatRuns);
    assertFalse(told.isDone());
    // When
    Thread starter = Thread.ofVirtual().start(this::startComplete);
    // Then
    assertTrue(told.get(10, TimeUnit.SECONDS));
    assertTrue(closed.await(0, TimeUnit.SECONDS));
    starter.interrupt();
    starter.join();
  }

  @Test
  void aSignalAfterAFailedStartFindsNothingToDo() {
    // Given
    signal.close();
    // When
    boolean done = signal.closeWhatRuns();
    // Then
    assertFalse(done);
  }

  private void startComplete() {
    try {
      signal.await(closed::countDown);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      signal.close();
    }
  }
}
