package io.junctor.hil.peer;

import io.junctor.wamp.message.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What came in on a link, in order: filled by the link's thread, emptied by the test's. */
final class Inbox {

  /** More than any test sends; a test that reaches it has lost its way. */
  private static final int MESSAGES_MAX = 100_000;

  private sealed interface Entry {
    record Received(Message message) implements Entry {}

    record Ended(String why) implements Entry {}
  }

  private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>(MESSAGES_MAX);
  private final CountDownLatch ended = new CountDownLatch(1);

  void received(Message message) {
    entries.add(new Entry.Received(message));
  }

  void ended(String why) {
    entries.add(new Entry.Ended(why));
    ended.countDown();
  }

  Message next(String wanted) {
    Entry entry = poll();
    if (entry == null) {
      throw new AssertionError(
          "expected %s, got nothing within %s".formatted(wanted, Link.PATIENCE));
    }
    return switch (entry) {
      case Entry.Received received -> received.message();
      case Entry.Ended end -> {
        entries.add(end); // for who asks next
        throw new AssertionError(
            "expected %s, but the link ended: %s".formatted(wanted, end.why()));
      }
    };
  }

  void awaitEnd() {
    try {
      if (!ended.await(Link.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("expected the router to end the link within " + Link.PATIENCE);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private Entry poll() {
    try {
      return entries.poll(Link.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static AssertionError interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AssertionError("interrupted while waiting for the router", e);
  }
}
