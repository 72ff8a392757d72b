package io.junctor.router;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call that was routed to a callee and has no final answer yet. */
@OwnedBy("realm loop")
final class PendingCall {

  private final Member caller;
  private final long request;
  private final Callee callee;
  private final long invocation;
  private final boolean wantsProgress;
  private final Duration timeout; // zero: none
  private final Instant started;
  private @Nullable Instant deadline; // null: none
  private boolean interrupted;
  private boolean answered;

  PendingCall(
      Member caller,
      long request,
      Callee callee,
      long invocation,
      boolean wantsProgress,
      Duration timeout,
      Instant started) {
    this.caller = caller;
    this.request = request;
    this.callee = callee;
    this.invocation = invocation;
    this.wantsProgress = wantsProgress;
    this.timeout = timeout;
    this.started = started;
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

  /** When the INVOCATION was sent. */
  Instant started() {
    return started;
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
}
