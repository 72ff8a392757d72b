package io.junctor.router;

import io.junctor.wamp.message.Dict;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call that was routed to a callee and has no final answer yet. */
@OwnedBy("realm loop")
final class PendingCall {

  private final Member caller;
  private final long request;
  private final Duration timeout; // zero: none
  private final Instant received;

  // the callee it is at
  private Callee callee;
  private long invocation;
  private Instant sent;
  private boolean wantsProgress;
  private @Nullable Instant deadline; // null: none
  private boolean interrupted;
  private boolean answered;

  private @Nullable Retry retry; // null: it stays where it is
  private @Nullable Stream stream; // null: one CALL is all

  /**
   * A call on its way to a callee.
   *
   * @param timeout how long the next result may take; zero when there is no bound.
   * @param received when the CALL came.
   */
  PendingCall(
      Member caller,
      long request,
      Duration timeout,
      Callee callee,
      boolean wantsProgress,
      Instant received) {
    this.caller = caller;
    this.request = request;
    this.timeout = timeout;
    this.received = received;
    this.callee = callee;
    this.invocation = ++callee.member().lastInvocation;
    this.wantsProgress = wantsProgress;
    this.sent = received;
  }

  /** It goes to another callee instead. Only when it is in no index. */
  void reassign(Callee other, boolean progress, Instant now) {
    callee = other;
    invocation = ++other.member().lastInvocation;
    wantsProgress = progress;
    sent = now;
    deadline = null;
    answered = false;
  }

  Member caller() {
    return caller;
  }

  /** The id of the CALL. */
  long request() {
    return request;
  }

  Callee callee() {
    return callee;
  }

  /** The id of the INVOCATION. */
  long invocation() {
    return invocation;
  }

  boolean wantsProgress() {
    return wantsProgress;
  }

  /** How long the next result may take; zero when there is no bound. */
  Duration timeout() {
    return timeout;
  }

  /** When the CALL came. */
  Instant received() {
    return received;
  }

  /** When the INVOCATION was sent. */
  Instant sent() {
    return sent;
  }

  @Nullable Instant deadline() {
    return deadline;
  }

  /** Whether the next result should have come by now. */
  boolean isOverdue(Instant now) {
    return deadline != null && !deadline.isAfter(now);
  }

  void setDeadline(@Nullable Instant newDeadline) {
    deadline = newDeadline;
  }

  /** Whether the callee was already told to stop. */
  boolean isInterrupted() {
    return interrupted;
  }

  void markInterrupted() {
    interrupted = true;
  }

  /** Whether a result has come from the callee, be it a progressive one. */
  boolean isAnswered() {
    return answered;
  }

  void markAnswered() {
    answered = true;
  }

  /** What is needed to ask another callee; null when it stays where it is. */
  @Nullable Retry retry() {
    return retry;
  }

  void setRetry(@Nullable Retry newRetry) {
    retry = newRetry;
  }

  /** The arguments that come bit by bit; null when one CALL is all. */
  @Nullable Stream stream() {
    return stream;
  }

  void setStream(Stream newStream) {
    stream = newStream;
  }

  /** Arguments that come in several CALL messages. */
  @OwnedBy("realm loop")
  static final class Stream {
    private final String procedure;
    private final Dict details;
    private boolean complete;

    /**
     * The first CALL came.
     *
     * @param procedure what every further CALL must name.
     * @param details of each INVOCATION, without {@code progress}: frozen by the first CALL.
     */
    Stream(String procedure, Dict details) {
      this.procedure = procedure;
      this.details = details;
    }

    String procedure() {
      return procedure;
    }

    Dict details() {
      return details;
    }

    /** Whether the last CALL has come. */
    boolean isComplete() {
      return complete;
    }

    void complete() {
      complete = true;
    }
  }
}
