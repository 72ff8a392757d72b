package io.junctor.server;

import io.junctor.wamp.message.Event;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing messages of one session, in order and bounded in count and bytes.
 *
 * <p>While the transport keeps up, messages pass straight through. When it does not they wait here.
 * From half of the bound on those who publish are held back until the reader has caught up, or has
 * shown that it does not read ({@link ReaderPace}); a reader that reads gets everything. At the
 * bound the oldest waiting <em>events</em> go: they are counted, and the first event that is
 * delivered after the gap carries {@code _dropped} with their number in its details, so the reader
 * knows what it missed and where. Replies are never dropped; when they alone reach the bound the
 * link is closed.
 *
 * <p>Thread-safe: the realm loop sends, the transport's thread drains.
 */
final class SessionOutbox {

  /**
   * The attribute of EVENT.Details that tells a reader how many events it missed before this one.
   */
  static final String DROPPED = "_dropped";

  /** Of the messages that may wait, one in so many may be an answer before the peer is paused. */
  private static final int CROWDED_PART = 4;

  private final Transport transport;
  private final Serializer serializer;
  private final OutboxLimits limits;
  private final Budget budget;
  private final Timekeeper time;
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
  private final ArrayDeque<Entry> waitingEvents =
      new ArrayDeque<>(); // those of waiting, same order
  private int waitingCount;
  private long waitingBytes;
  private long droppedSinceDelivery;
  private long droppedTotal;
  private final ReaderPace pace;
  private @Nullable Future<?> patienceOver; // null: no timer runs
  private boolean closed;
  private @Nullable Resumable resumable; // null while nothing is kept for another link

  private volatile boolean crowded; // written under the lock

  /**
   * An outbox for one link.
   *
   * @param budget of all links together.
   */
  SessionOutbox(
      Transport transport,
      Serializer serializer,
      OutboxLimits limits,
      Budget budget,
      Timekeeper time) {
    this.transport = transport;
    this.serializer = serializer;
    this.limits = limits;
    this.budget = budget;
    this.time = time;
    this.pace = new ReaderPace(limits.patience().toNanos());
  }

  /**
   * Sends now, or keeps the message until the transport is writable again.
   *
   * @return whether so much waits that who published it is to be held back.
   */
  boolean send(Outgoing message) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      if (waiting.isEmpty() && droppedSinceDelivery == 0 && transport.isWritable()) {
        handOver(message);
        return false;
      }
    } finally {
      lock.unlock();
    }
    return sendLater(message);
  }

  private boolean sendLater(Outgoing message) {
    Set<Brake> released;
    boolean behind;
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        pace.onTook(time.nanoTime());
      }
      enqueue(message);
      released = drainWhileWritable();
      behind = isBehind();
    } finally {
      lock.unlock();
    }
    released.forEach(Brake::release);
    return behind;
  }

  /** Holds a publisher back if the reader is still behind. */
  void holdBack(Brake publisher) {
    lock.lock();
    try {
      if (!closed && isBehind()) {
        pace.hold(publisher);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The transport is writable again. */
  void drain() {
    Set<Brake> released;
    lock.lock();
    try {
      released = drainWhileWritable();
    } finally {
      lock.unlock();
    }
    released.forEach(Brake::release);
  }

  /**
   * Sends what still waits, whether the peer keeps up or not (the transport bounds how long it
   * tries), and closes the link.
   */
  void flushAndClose(CloseCause cause) {
    Set<Brake> released;
    lock.lock();
    try {
      while (!closed && !waiting.isEmpty()) {
        deliver(waiting.remove());
      }
      close(cause);
      released = pace.letGo();
    } finally {
      lock.unlock();
    }
    released.forEach(Brake::release);
  }

  /**
   * Whether so many answers wait that the peer should read before it asks for more. Events do not
   * count: they are dropped instead.
   */
  boolean isCrowded() {
    return crowded;
  }

  private void lookAtAnswers() {
    int answers = waitingCount - waitingEvents.size();
    crowded = !closed && answers > limits.messagesMax() / CROWDED_PART;
  }

  /** How many events were dropped since the session began. */
  long droppedTotal() {
    lock.lock();
    try {
      return droppedTotal;
    } finally {
      lock.unlock();
    }
  }

  private boolean isBehind() {
    if (closed || !limits.isHigh(waitingCount, waitingBytes, budget)) {
      return false;
    }
    if (pace.onHigh(time.nanoTime()) && patienceOver == null) {
      patienceOver = time.after(limits.patience(), this::onPatienceOver);
    }
    return pace.state() == ReaderPace.State.BEHIND;
  }

  /** One timer at a time, and none is stopped when the reader catches up: that happens often. */
  private void onPatienceOver() {
    Set<Brake> released = Set.of();
    lock.lock();
    try {
      patienceOver = null;
      if (!closed && pace.state() == ReaderPace.State.BEHIND) {
        long now = time.nanoTime();
        long left = pace.left(now);
        if (left <= 0) {
          released = pace.giveUp(now);
        } else {
          patienceOver = time.after(Duration.ofNanos(left), this::onPatienceOver);
        }
      }
    } finally {
      lock.unlock();
    }
    released.forEach(Brake::release);
  }

  private void enqueue(Outgoing message) {
    if (closed) {
      return;
    }
    int bytes = message.bytes(serializer).length;
    Entry entry = new Entry(message, bytes);
    waiting.add(entry);
    waitingCount++;
    countBytes(bytes);
    if (message.message() instanceof Event) {
      waitingEvents.add(entry);
    }
    while (isOverBound()) {
      Entry oldest = waitingEvents.poll();
      if (oldest == null) {
        close(CloseCause.SLOW_READER);
        return;
      }
      drop(oldest);
    }
  }

  private boolean isOverBound() {
    // one message alone may be larger than the bound: it could never be sent otherwise
    long bytesMax = budget.isExceeded() ? limits.shareBytes() : limits.bytesMax();
    return waitingCount > 1 && (waitingCount > limits.messagesMax() || waitingBytes > bytesMax);
  }

  private void countBytes(long bytes) {
    waitingBytes += bytes;
    budget.take(bytes);
  }

  private void drop(Entry event) {
    event.message = null; // it stays in waiting as a tombstone until the drain passes it
    waitingCount--;
    countBytes(-event.bytes);
    droppedSinceDelivery++;
    droppedTotal++;
    while (!waiting.isEmpty() && waiting.peek().message == null) {
      waiting.remove();
    }
    // behind a reply that waits they would stay for ever: sweep when as many as may wait are dead
    if (waiting.size() - waitingCount >= limits.messagesMax()) {
      waiting.removeIf(entry -> entry.message == null);
    }
  }

  /** What is kept in memory: messages that wait, and dropped ones not swept yet. For tests. */
  int entries() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whom to let go. */
  private Set<Brake> drainWhileWritable() {
    boolean took = false;
    while (!closed && !waiting.isEmpty() && transport.isWritable()) {
      deliver(waiting.remove());
      took = true;
    }
    lookAtAnswers();
    if (took) {
      pace.onTook(time.nanoTime());
    }
    return closed || limits.isLow(waitingCount, waitingBytes, budget)
        ? pace.onLow(waitingCount == 0)
        : Set.of();
  }

  private void deliver(Entry entry) {
    Outgoing message = entry.message;
    if (message == null) {
      return;
    }
    waitingCount--;
    countBytes(-entry.bytes);
    if (message.message() instanceof Event event) {
      waitingEvents.remove();
      message = withDropNotice(event, message);
    }
    handOver(message);
  }

  private void handOver(Outgoing message) {
    if (resumable != null) {
      resumable.onSent(message, serializer);
    }
    transport.send(message);
  }

  private Outgoing withDropNotice(Event event, Outgoing unchanged) {
    if (droppedSinceDelivery == 0) {
      return unchanged;
    }
    Event marked =
        new Event(
            event.subscription(),
            event.publication(),
            event.details().with(DROPPED, droppedSinceDelivery),
            event.payload());
    droppedSinceDelivery = 0;
    return new Outgoing(marked);
  }

  private void close(CloseCause cause) {
    if (!closed) {
      closed = true;
      forget();
      transport.close(cause);
    }
  }

  /** From now on what is sent is kept for a client that comes back, too; null: no more. */
  void keepFor(@Nullable Resumable session) {
    lock.lock();
    try {
      resumable = session;
    } finally {
      lock.unlock();
    }
  }

  /** The link is gone; what is sent from now on is only kept, or not even that. */
  void onLinkLost() {
    Set<Brake> released;
    lock.lock();
    try {
      if (resumable == null) {
        closed = true;
        forget();
      } else {
        resumable.onLinkLost();
      }
      released = pace.letGo();
    } finally {
      lock.unlock();
    }
    released.forEach(Brake::release);
  }

  /** Nothing is sent over this link any more; what waited for it is kept with the session. */
  void detach() {
    Set<Brake> released;
    lock.lock();
    try {
      if (resumable != null) {
        resumable.onLinkLost();
        while (!closed && !waiting.isEmpty()) {
          deliver(waiting.remove());
        }
      }
      resumable = null;
      closed = true;
      forget();
      released = pace.letGo();
    } finally {
      lock.unlock();
    }
    released.forEach(Brake::release);
  }

  Serializer serializer() {
    return serializer;
  }

  private void forget() {
    waiting.clear();
    waitingEvents.clear();
    waitingCount = 0;
    countBytes(-waitingBytes);
    if (patienceOver != null) {
      patienceOver.cancel(false);
    }
  }

  private static final class Entry {
    @Nullable Outgoing message; // null once dropped, so that its bytes are free
    final int bytes;

    Entry(Outgoing message, int bytes) {
      this.message = message;
      this.bytes = bytes;
    }
  }
}
