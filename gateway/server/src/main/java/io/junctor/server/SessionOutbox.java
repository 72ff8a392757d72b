package io.junctor.server;

import io.junctor.router.ReaderPolicy;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing messages of one session, in order and bounded in count and bytes.
 *
 * <p>While the transport keeps up, messages pass straight through. When it does not they wait here.
 * From half of the bound on those who publish are held back until the reader has caught up, or has
 * shown that it does not read ({@link ReaderPace}); a reader that reads gets everything. At the
 * bound the {@link ReaderPolicy} of the oldest waiting event decides: it goes and is counted, or
 * the session ends. Replies are never dropped; when they alone reach the bound the link is closed.
 *
 * <p>Thread-safe: the realm loop sends, the transport's thread drains.
 */
final class SessionOutbox {

  /** Of the messages that may wait, one in so many may be an answer before the peer is paused. */
  private static final int CROWDED_PART = 4;

  /** Losses are told of together: a flood must not make another. */
  private static final Duration TELL_AFTER = Duration.ofSeconds(1);

  private final Transport transport;
  private final Serializer serializer;
  private final OutboxLimits limits;
  private final Budget budget;
  private final Timekeeper time;
  private final ReaderListener listener;
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final WaitingMessages waiting;
  private ReaderPolicies policies = new ReaderPolicies();
  private @Nullable Resumable resumable; // null while nothing is kept for another link
  private final ReaderPace pace;
  private @Nullable ReaderPace block; // the same for publishers that it may block; null: none yet
  private @Nullable Future<?> telling; // null: there is nothing to tell
  private boolean overrun;
  private boolean closed;

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
      Timekeeper time,
      ReaderListener listener) {
    this.transport = transport;
    this.serializer = serializer;
    this.limits = limits;
    this.budget = budget;
    this.time = time;
    this.listener = listener;
    this.waiting = new WaitingMessages(budget, limits.messagesMax());
    this.pace = ReaderPace.patient(limits.patience());
  }

  /** What becomes of events that wait, from the next one on. */
  void change(Consumer<ReaderPolicies> change) {
    lock.lock();
    try {
      change.accept(policies);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends now, or keeps the message until the transport is writable again.
   *
   * @return what so much waits for that who published it is to be held back; null: nothing.
   */
  @Nullable ReaderPace send(Outgoing message) {
    lock.lock();
    try {
      if (closed) {
        return null;
      }
      if (waiting.isClear() && transport.isWritable()) {
        handOver(message);
        return null;
      }
    } finally {
      lock.unlock();
    }
    return sendLater(message);
  }

  private @Nullable ReaderPace sendLater(Outgoing message) {
    return locked(
        released -> {
          if (closed || (overrun && message.message() instanceof Event)) {
            return null;
          }
          if (waiting.isEmpty()) {
            pace.onTook(time.nanoTime());
          }
          ReaderPolicy policy =
              message.message() instanceof Event event
                  ? policies.of(event)
                  : ReaderPolicy.DROP_OLDEST;
          if (waiting.add(message, message.bytes(serializer).length, policy)) {
            tellSoon();
          }
          makeRoom(released);
          drainWhileWritable(released);
          return paceOf(policy);
        });
  }

  /** Holds a publisher back if the reader is still behind. */
  void holdBack(Brake publisher, ReaderPace at) {
    lock.lock();
    try {
      if (!closed && at.state() == ReaderPace.State.BEHIND) {
        at.hold(publisher);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The transport is writable again. */
  void drain() {
    locked(
        released -> {
          drainWhileWritable(released);
          return null;
        });
  }

  /**
   * Sends what still waits, whether the peer keeps up or not (the transport bounds how long it
   * tries), and closes the link.
   */
  void flushAndClose(CloseCause cause) {
    locked(
        released -> {
          for (Outgoing next = next(); next != null; next = next()) {
            handOver(next);
          }
          close(cause, released);
          return null;
        });
  }

  /** From now on what is sent is kept for a client that comes back, too; null: no more. */
  void keepFor(@Nullable Resumable session) {
    lock.lock();
    try {
      resumable = session;
      if (session != null) {
        policies = session.policies();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The link is gone; what is sent from now on is only kept, or not even that. */
  void onLinkLost() {
    locked(
        released -> {
          if (resumable == null) {
            end(released);
          } else {
            resumable.onLinkLost();
          }
          return null;
        });
  }

  /** Nothing is sent over this link any more; what waited for it is kept with the session. */
  void detach() {
    locked(
        released -> {
          if (resumable != null) {
            resumable.onLinkLost();
            for (Outgoing next = next(); next != null; next = next()) {
              handOver(next);
            }
          }
          resumable = null;
          end(released);
          return null;
        });
  }

  Serializer serializer() {
    return serializer;
  }

  /**
   * Whether so many answers wait that the peer should read before it asks for more. Events do not
   * count: they are dropped instead.
   */
  boolean isCrowded() {
    return crowded;
  }

  /** How the session keeps up. */
  ReaderStats stats() {
    lock.lock();
    try {
      ReaderPace.State state = block == null ? pace.state() : pace.state().or(block.state());
      return new ReaderStats(
          policies.ofSession(),
          state,
          waiting.count(),
          waiting.bytes(),
          waiting.dropped(),
          waiting.conflated());
    } finally {
      lock.unlock();
    }
  }

  /** What is kept in memory: messages that wait, and dropped ones not swept yet. For tests. */
  int entries() {
    lock.lock();
    try {
      return waiting.entries();
    } finally {
      lock.unlock();
    }
  }

  /** Works under the lock; who may go on does so after it. */
  private <T extends @Nullable Object> T locked(Function<List<Brake>, T> work) {
    List<Brake> released = new ArrayList<>(0);
    T result;
    lock.lock();
    try {
      result = work.apply(released);
    } finally {
      lock.unlock();
    }
    released.forEach(Brake::release);
    return result;
  }

  // --- under the lock ---

  private void handOver(Outgoing message) {
    if (resumable != null) {
      resumable.onSent(message, serializer);
    }
    transport.send(message);
  }

  private @Nullable Outgoing next() {
    return closed ? null : waiting.next();
  }

  private void drainWhileWritable(List<Brake> released) {
    boolean took = false;
    while (!closed && !waiting.isEmpty() && transport.isWritable()) {
      Outgoing next = waiting.next();
      if (next != null) {
        handOver(next);
        took = true;
      }
    }
    crowded = !closed && waiting.answers() > limits.messagesMax() / CROWDED_PART;
    if (took) {
      pace.onTook(time.nanoTime());
    }
    if (closed || limits.isLow(waiting.count(), waiting.bytes(), budget)) {
      pace.onLow(waiting.count() == 0, released);
      if (block != null) {
        block.onLow(waiting.count() == 0, released);
      }
    }
  }

  private void makeRoom(List<Brake> released) {
    while (isOverBound()) {
      Predicate<ReaderPolicy> mayGo = this::mayGo;
      ReaderPolicy oldest = waiting.oldest(mayGo);
      if (oldest == null && block != null && block.state() == ReaderPace.State.BEHIND) {
        block.giveUp(time.nanoTime(), released); // more publish than there is room for
        continue;
      }
      if (oldest == null) {
        close(CloseCause.SLOW_READER, released);
        return;
      }
      if (oldest == ReaderPolicy.BLOCK_PUBLISHER) {
        oldest = policies.afterBlock();
      }
      if (oldest == ReaderPolicy.DISCONNECT) {
        overrun();
        return;
      }
      waiting.dropOldest(mayGo);
      tellSoon();
    }
  }

  private void tellSoon() {
    if (telling == null) {
      telling = time.after(TELL_AFTER, this::tell);
    }
  }

  private boolean mayGo(ReaderPolicy policy) {
    return policy != ReaderPolicy.BLOCK_PUBLISHER
        || block == null
        || block.state() != ReaderPace.State.BEHIND;
  }

  private boolean isOverBound() {
    // one message alone may be larger than the bound: it could never be sent otherwise
    long bytesMax = budget.isExceeded() ? limits.shareBytes() : limits.bytesMax();
    return waiting.count() > 1
        && (waiting.count() > limits.messagesMax() || waiting.bytes() > bytesMax);
  }

  private void overrun() {
    overrun = true;
    waiting.dropEvents(); // so that GOODBYE is next
    ReaderStats stats = stats();
    var _ = time.after(Duration.ZERO, () -> listener.onOverrun(stats));
  }

  /** What who published an event is held back by; null: nothing. */
  private @Nullable ReaderPace paceOf(ReaderPolicy policy) {
    if (closed
        || overrun
        || policy == ReaderPolicy.KEEP_NEWEST
        || !limits.isHigh(waiting.count(), waiting.bytes(), budget)) {
      return null;
    }
    ReaderPace one = policy == ReaderPolicy.BLOCK_PUBLISHER ? block() : pace;
    if (one.onHigh(time.nanoTime()) && !one.hasTimer()) {
      one.setTimer(time.after(one.patience(), () -> onPatienceOver(one)));
    }
    return one.state() == ReaderPace.State.BEHIND ? one : null;
  }

  private ReaderPace block() {
    if (block == null) {
      block = ReaderPace.blocking(limits.blockMax());
    }
    return block;
  }

  /** One timer at a time, and none is stopped when the reader catches up: that happens often. */
  private void onPatienceOver(ReaderPace one) {
    locked(
        released -> {
          one.setTimer(null);
          if (!closed && one.state() == ReaderPace.State.BEHIND) {
            long now = time.nanoTime();
            long left = one.left(now);
            if (left <= 0) {
              one.giveUp(now, released);
            } else {
              one.setTimer(time.after(Duration.ofNanos(left), () -> onPatienceOver(one)));
            }
          }
          return null;
        });
  }

  private void tell() {
    ReaderStats stats;
    lock.lock();
    try {
      telling = null;
      stats = closed ? null : stats();
    } finally {
      lock.unlock();
    }
    if (stats != null) {
      listener.onLoss(stats);
    }
  }

  private void close(CloseCause cause, List<Brake> released) {
    if (!closed) {
      end(released);
      transport.close(cause);
    }
  }

  private void end(List<Brake> released) {
    if (!closed && telling != null) {
      telling.cancel(false);
      ReaderStats stats = stats();
      var _ = time.after(Duration.ZERO, () -> listener.onLoss(stats)); // what was not told yet
    }
    closed = true;
    waiting.clear();
    crowded = false;
    pace.end(released);
    if (block != null) {
      block.end(released);
    }
  }
}
