package io.junctor.app.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the threads that do the work whether they still do it: each is given a task, and the answer
 * is that it ran. A timer that ticks by itself would prove nothing.
 *
 * <p>A thread that has not answered is not asked again before it has, so asking costs nothing to a
 * process that hangs, however often somebody asks. Any thread.
 */
public final class Health {

  /** Gives a task to a thread. */
  @FunctionalInterface
  public interface Probe {
    /** Completes when the thread ran the task; may throw when it takes no more tasks. */
    CompletableFuture<?> ask();
  }

  private final Map<String, Part> parts = new LinkedHashMap<>(); // name -> who is asked

  /** Nobody to ask. */
  public Health() {}

  /**
   * Adds somebody to ask; before the first question.
   *
   * @param name for people, such as {@code realm junctor}.
   */
  public void add(String name, Probe probe) {
    parts.put(name, new Part(probe));
  }

  /**
   * Asks all.
   *
   * @param within how long they may take.
   * @return the names of those who did not answer; completed as soon as all have answered or the
   *     time is over.
   */
  public CompletableFuture<List<String>> silent(Duration within) {
    Map<String, CompletableFuture<?>> answers = new LinkedHashMap<>();
    parts.forEach((name, part) -> answers.put(name, part.answer()));
    return CompletableFuture.allOf(answers.values().toArray(CompletableFuture<?>[]::new))
        .copy() // the time-out must not end the questions themselves
        .orTimeout(within.toNanos(), TimeUnit.NANOSECONDS)
        .handle((done, late) -> late == null ? List.of() : missing(answers));
  }

  private static List<String> missing(Map<String, CompletableFuture<?>> answers) {
    List<String> names = new ArrayList<>();
    answers.forEach(
        (name, answer) -> {
          if (!answer.isDone() || answer.isCompletedExceptionally()) {
            names.add(name);
          }
        });
    return names;
  }

  private static final class Part {
    private final Probe probe;
    private @Nullable CompletableFuture<?> open; // guarded by this

    Part(Probe probe) {
      this.probe = probe;
    }

    synchronized CompletableFuture<?> answer() {
      CompletableFuture<?> asked = open;
      if (asked == null || asked.isDone()) {
        asked = ask();
        open = asked;
      }
      return asked;
    }

    private CompletableFuture<?> ask() {
      try {
        return probe.ask();
      } catch (RuntimeException refused) { // its queue is full, or it has ended
        return CompletableFuture.failedFuture(refused);
      }
    }
  }
}
