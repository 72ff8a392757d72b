package io.junctor.component;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Pauses take no time and are kept; the clock moves when the test says so. */
final class FakeTime implements LifecycleTime {

  final List<Duration> pauses = new CopyOnWriteArrayList<>();
  final AtomicLong nanos = new AtomicLong();

  @Override
  public boolean await(CompletionStage<?> until, Duration atMost) throws InterruptedException {
    return REAL.await(until, atMost);
  }

  @Override
  public void pause(CompletionStage<?> until, Duration delay) {
    pauses.add(delay);
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  List<Long> millis() {
    return pauses.stream().map(Duration::toMillis).toList();
  }
}
