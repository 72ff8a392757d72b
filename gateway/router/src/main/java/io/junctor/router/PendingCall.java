package io.junctor.router;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call that was routed to a callee and has no final answer yet. */
@OwnedBy("realm loop")
final class PendingCall {

  private final Member caller;
  private final long request;
  private final Member callee;
  private final long invocation;
  private final boolean wantsProgress;
  private final Duration timeout; // zero: none
  private @Nullable Instant deadline; // null: none
  private boolean interrupted;

  PendingCall(
      Member caller,
      long request,
      Member callee,
      long invocation,
      boolean wantsProgress,
      Duration timeout) {
    this.caller = caller;
    this.request = request;
    this.callee = callee;
    this.invocation = invocation;
    this.wantsProgress = wantsProgress;
    this.timeout = timeout;
  }

  Member caller() {
    return caller;
  }

  /** The id of the CALL. */
  long request() {
    return request;
  }

  Member callee() {
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
}
