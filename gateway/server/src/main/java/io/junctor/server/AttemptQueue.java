package io.junctor.server;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where attempts to log in wait that come from hosts with too many failures: a line for each host,
 * in which one attempt is judged after the other, in the order of their coming, and not sooner than
 * {@link AttemptLimits#pace} after the one before. How many links somebody guesses over makes no
 * difference.
 *
 * <pre>
 * no line ── enter ──► judged at once; a line until the pace is over ──► nobody waits: no line
 *                                      ▲ │ somebody waits: the first
 *                                      └─┘ is judged
 * </pre>
 *
 * <p>Any thread. A line for each host at most, {@link AttemptLimits#entriesMax} in all; an attempt
 * holds a link while it waits.
 */
final class AttemptQueue {

  private final AttemptLimits limits;
  private final Timekeeper time;
  private final Map<String, Queue<CompletableFuture<Void>>> lines = new HashMap<>(); // host -> line

  AttemptQueue(AttemptLimits limits, Timekeeper time) {
    this.limits = limits;
    this.time = time;
  }

  /**
   * An attempt joins the line of its host.
   *
   * @return done when it is its turn; whoever does not want to wait any longer cancels it. Null
   *     when too many wait already.
   */
  synchronized @Nullable CompletableFuture<Void> enter(String host) {
    Queue<CompletableFuture<Void>> line = lines.get(host);
    if (line == null) {
      if (lines.size() >= limits.entriesMax()) {
        return null;
      }
      lines.put(host, new ArrayDeque<>());
      var _ = time.after(limits.pace(), () -> next(host));
      return CompletableFuture.completedFuture(null);
    }
    if (line.size() >= limits.waitingMax()) {
      return null;
    }
    CompletableFuture<Void> turn = new CompletableFuture<>();
    line.add(turn);
    var _ =
        turn.whenComplete(
            (_, left) -> {
              if (left != null) {
                removeLeft(line);
              }
            });
    return turn;
  }

  private synchronized void removeLeft(Queue<CompletableFuture<Void>> line) {
    line.removeIf(CompletableFuture::isDone);
  }

  private void next(String host) {
    CompletableFuture<Void> first = first(host);
    if (first != null) {
      first.complete(null); // outside the lock: its session goes on in here
    }
  }

  private synchronized @Nullable CompletableFuture<Void> first(String host) {
    Queue<CompletableFuture<Void>> line = lines.get(host);
    CompletableFuture<Void> first = line == null ? null : line.poll();
    if (first == null) {
      lines.remove(host);
    } else {
      var _ = time.after(limits.pace(), () -> next(host));
    }
    return first;
  }

  /** How many hosts have a line. */
  synchronized int size() {
    return lines.size();
  }

  /** How many of a host wait. */
  synchronized int waiting(String host) {
    Queue<CompletableFuture<Void>> line = lines.get(host);
    return line == null ? 0 : line.size();
  }
}
