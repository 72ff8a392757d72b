package io.junctor.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the next request of a {@link LongPollLink}'s peer, and leaves as one answer: a
 * message, or a batch of them. Any thread may {@link #add} and ask {@link #isWritable}; all else
 * belongs to the link's loop.
 */
final class LongPollOutbox {

  private final @Nullable Batches batches;

  // Crossing threads.
  private final Queue<byte[]> frames = new ConcurrentLinkedQueue<>(); // bounded by isWritable()
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicBoolean askedWhileFull = new AtomicBoolean();

  private byte @Nullable [] body; // taken for an answer that came too late

  /**
   * An empty one.
   *
   * @param batches how several messages become one answer; null for one message at a time.
   */
  LongPollOutbox(@Nullable Batches batches) {
    this.batches = batches;
  }

  void add(byte[] frame) {
    queuedBytes.addAndGet(frame.length);
    frames.add(frame);
  }

  /** Whether there is room; who is told that there is none will be told when there is again. */
  boolean isWritable() {
    if (hasRoom()) {
      return true;
    }
    // Say that somebody waits, then look again: the loop makes room first and looks for waiters
    // after, so one of the two sees the other.
    askedWhileFull.set(true);
    return hasRoom();
  }

  private boolean hasRoom() {
    return queuedBytes.get() < OutgoingQueue.BYTES_HIGH;
  }

  /** Whether there is room and somebody waits for it; true once. */
  boolean hasToTellOfRoom() {
    return askedWhileFull.get() && hasRoom() && askedWhileFull.compareAndSet(true, false);
  }

  /** The next answer's content, which stays until {@link #answered}; null for none. */
  byte @Nullable [] next() {
    if (body == null) {
      body = take();
    }
    return body;
  }

  /** The content has left. */
  void answered() {
    body = null;
  }

  boolean isEmpty() {
    return body == null && frames.isEmpty();
  }

  void clear() {
    frames.clear();
  }

  // "In unbatched mode, when there is more than one message pending, there will be at most one
  // message returned for each request. [...] With batched mode, all messages pending at request
  // time will be returned in one batch of messages."
  // https://wamp-proto.org/wamp_latest_ietf.html#name-http-longpoll-transport
  private byte @Nullable [] take() {
    List<byte[]> taken = new ArrayList<>();
    int bytes = 0;
    byte[] frame = frames.poll();
    while (frame != null) {
      taken.add(frame);
      bytes += frame.length;
      queuedBytes.addAndGet(-frame.length);
      frame = batches != null && bytes < Batches.BYTES_MAX ? frames.poll() : null;
    }
    if (taken.isEmpty()) {
      return null;
    }
    return batches == null ? taken.getFirst() : batches.join(taken);
  }
}
