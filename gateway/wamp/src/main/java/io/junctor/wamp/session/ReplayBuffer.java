package io.junctor.wamp.session;

import io.junctor.wamp.transport.Outgoing;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The latest messages of one direction of a session, numbered from 1, for a peer that comes back
 * over another link: it says how many it has received, and gets the rest once more.
 *
 * <p>Bounded in messages and bytes; the oldest go, and then nobody who misses them can be served.
 * Not thread-safe.
 */
public final class ReplayBuffer {

  private final int messagesMax;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>(); // the oldest first
  private long bytes;
  private long count; // how many there ever were: the number of the newest

  private record Entry(Outgoing message, int bytes) {}

  /**
   * An empty buffer.
   *
   * @param messagesMax how many messages it keeps, at least 1.
   */
  public ReplayBuffer(int messagesMax) {
    if (messagesMax < 1) {
      throw new IllegalArgumentException("replay: expected at least 1 message, got " + messagesMax);
    }
    this.messagesMax = messagesMax;
  }

  /**
   * Adds the next message.
   *
   * @param size of it, in bytes.
   * @param bytesMax what all may have; one alone may have more.
   */
  public void add(Outgoing message, int size, long bytesMax) {
    entries.add(new Entry(message, size));
    bytes += size;
    count++;
    while (entries.size() > 1 && (entries.size() > messagesMax || bytes > bytesMax)) {
      bytes -= entries.remove().bytes();
    }
  }

  /** The number of the newest message, and so how many there ever were. */
  public long count() {
    return count;
  }

  /** Bytes of what it keeps. */
  public long bytes() {
    return bytes;
  }

  /** Whether everything after a number is here, and the number can be right. */
  public boolean covers(long received) {
    return received <= count && received >= count - entries.size();
  }

  /**
   * Takes out everything after a number, the oldest first; the next one added follows that number.
   *
   * @throws IllegalArgumentException unless it {@link #covers} that.
   */
  public List<Outgoing> rewind(long received) {
    if (!covers(received)) {
      throw new IllegalArgumentException(
          "replay: expected a number in [%d, %d], got %d"
              .formatted(count - entries.size(), count, received));
    }
    ArrayDeque<Outgoing> after = new ArrayDeque<>();
    while (count > received) {
      Entry newest = entries.removeLast();
      bytes -= newest.bytes();
      count--;
      after.addFirst(newest.message());
    }
    return List.copyOf(after);
  }

  /** Keeps nothing any more. */
  public void clear() {
    entries.clear();
    bytes = 0;
  }
}
