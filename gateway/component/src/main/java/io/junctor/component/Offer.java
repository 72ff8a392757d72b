package io.junctor.component;

import io.junctor.component.session.WampSession;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Something to be asked of the router in every session: a registration, a subscription, a
 * testament. Any thread.
 *
 * @param <H> what the router's consent gives.
 */
abstract sealed class Offer<H> permits ProcedureOffer, TopicOffer, TestamentOffer {

  private final ReentrantLock lock = new ReentrantLock();

  // under the lock
  private @Nullable WampSession askedIn;
  private @Nullable CompletableFuture<H> answer;
  private @Nullable WampError refusal;
  private boolean closed;

  /** The procedure or topic. */
  abstract String uri();

  /** Sends the request. */
  abstract CompletionStage<H> make(WampSession session);

  /** Takes it back in the session it was made in. */
  abstract void unmake(H standing);

  /** Asks, unless that was done in this session and was not refused. */
  CompletableFuture<H> ask(WampSession session) {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(new IllegalStateException(uri() + " was closed"));
      }
      if (answer == null || askedIn != session || answer.isCompletedExceptionally()) {
        askedIn = session;
        answer = make(session).toCompletableFuture();
      }
      return answer;
    } finally {
      lock.unlock();
    }
  }

  /** The session is over, or the router took the consent back. */
  void lost(WampSession session, @Nullable WampError why) {
    lock.lock();
    try {
      if (askedIn == session) {
        answer = null;
        refusal = why;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Remembers a refusal until somebody tells the listeners. */
  void refused(WampError error) {
    lock.lock();
    try {
      refusal = error;
    } finally {
      lock.unlock();
    }
  }

  /** The refusal that nobody was told yet; null for none. */
  @Nullable WampError takeRefusal() {
    lock.lock();
    try {
      WampError taken = refusal;
      refusal = null;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the router has consented in the present session. */
  public boolean isStanding() {
    lock.lock();
    try {
      return !closed && answer != null && answer.isDone() && !answer.isCompletedExceptionally();
    } finally {
      lock.unlock();
    }
  }

  /** Never asks again and takes back what stands; whether that is news. */
  boolean withdraw() {
    CompletableFuture<H> standing;
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      closed = true;
      standing = answer;
      answer = null;
    } finally {
      lock.unlock();
    }
    if (standing != null) {
      var _ = standing.thenAccept(this::unmake);
    }
    return true;
  }
}
