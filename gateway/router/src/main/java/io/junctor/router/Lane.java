package io.junctor.router;

import io.junctor.wamp.message.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the order of one session while something it did is waited for: what is in flight, and
 * behind it the messages that came since. Other sessions have lanes of their own and go on. Empty
 * unless a journal or an authorizer is asked, so it costs nothing then.
 */
@OwnedBy("realm loop")
final class Lane {

  private final Deque<Wait> inFlight = new ArrayDeque<>(0); // oldest first
  private final Deque<Message> behind = new ArrayDeque<>(0); // oldest first
  private long bytes; // payload bytes of both

  /** Whether nothing is waited for: a message may be handled at once. */
  boolean isIdle() {
    return inFlight.isEmpty() && behind.isEmpty();
  }

  /** Whether an append may join those in flight without overtaking anything. */
  boolean mayPipeline() {
    return behind.isEmpty() && inFlight.peekLast() instanceof Wait.ForJournal;
  }

  /** Payload bytes of what stands in the lane. */
  long bytes() {
    return bytes;
  }

  /** Payload bytes of a message. */
  static int bytesOf(Message message) {
    return message instanceof Message.WithPayload carrier ? carrier.payload().length() : 0;
  }

  /** How much stands in the lane. */
  int size() {
    return inFlight.size() + behind.size();
  }

  /** Something more is in flight, after all that is in flight already. */
  void await(Wait wait) {
    inFlight.addLast(wait);
    bytes += wait.bytes();
  }

  /** A message has to wait its turn. */
  void queue(Message message) {
    behind.addLast(message);
    bytes += bytesOf(message);
  }

  /** Takes the oldest thing in flight if its answer has come. */
  @Nullable Wait pollAnswered() {
    Wait first = inFlight.peekFirst();
    if (first == null || !first.isAnswered()) {
      return null;
    }
    bytes -= first.bytes();
    return inFlight.pollFirst();
  }

  /** The oldest message that waits its turn. */
  @Nullable Message peekBehind() {
    return behind.peekFirst();
  }

  /** Takes the oldest message that waits its turn. */
  @Nullable Message pollBehind() {
    Message first = behind.pollFirst();
    bytes -= first == null ? 0 : bytesOf(first);
    return first;
  }

  /** Whether something is in flight. */
  boolean isWaiting() {
    return !inFlight.isEmpty();
  }

  /** Whether the last thing in flight is a journal append. */
  boolean endsWithAppend() {
    return inFlight.peekLast() instanceof Wait.ForJournal;
  }

  /** Forgets the messages that wait their turn; what is in flight stays. */
  void dropBehind() {
    behind.forEach(message -> bytes -= bytesOf(message));
    behind.clear();
  }
}
