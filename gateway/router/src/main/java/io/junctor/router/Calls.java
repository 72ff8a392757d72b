package io.junctor.router;

import io.junctor.wamp.message.Call;
import java.time.Instant;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The open calls of a realm with their deadlines. A call is kept in three places, at its caller, at
 * its callee and here if it has a timeout; only this class adds and removes it.
 */
@OwnedBy("realm loop")
final class Calls {

  private final TreeSet<PendingCall> timed = new TreeSet<>(Calls::byDeadline); // earliest first
  private final Holdings holdings;
  private int size;

  Calls(Holdings holdings) {
    this.holdings = holdings;
  }

  private static int byDeadline(PendingCall one, PendingCall other) {
    int deadlines = deadlineOf(one).compareTo(deadlineOf(other));
    if (deadlines != 0) {
      return deadlines;
    }
    int callees = Long.compare(one.callee().member().id(), other.callee().member().id());
    return callees != 0 ? callees : Long.compare(one.invocation(), other.invocation());
  }

  private static Instant deadlineOf(PendingCall call) {
    Instant deadline = call.deadline();
    return deadline == null ? Instant.MAX : deadline;
  }

  /**
   * Asked before a call gets its numbers.
   *
   * @throws WampError when the realm has no room for another.
   */
  void requireRoom(Member caller) {
    holdings.requireRoom(caller.calls.size(), Holdings.CALL);
  }

  void add(PendingCall call) {
    holdings.take(Holdings.CALL);
    call.caller().calls.put(call.request(), call);
    call.callee().member().invocations.put(call.invocation(), call);
    call.callee().started();
    size++;
    if (call.stream() != null) {
      call.caller().openStreams++;
    }
    Retry retry = call.retry();
    if (retry != null) {
      holdings.take(retry.cost());
    }
    if (isWatched(call)) {
      startTimer(call, call.received().plus(call.timeout()));
    }
  }

  /** Whether the message may be kept for another callee. */
  boolean hasRoomFor(Call call) {
    return holdings.hasRoom(call.payload().length());
  }

  /** The call goes to another callee; its time goes on. */
  void move(PendingCall call, Callee callee, boolean progress, Instant now) {
    timed.remove(call);
    call.callee().member().invocations.remove(call.invocation());
    call.callee().ended();
    call.reassign(callee, progress, now);
    callee.member().invocations.put(call.invocation(), call);
    callee.started();
    if (isWatched(call)) {
      startTimer(call, call.received().plus(call.timeout()));
    }
  }

  /** What is kept for another callee is not needed any more. */
  void dropRetry(PendingCall call) {
    Retry retry = call.retry();
    if (retry != null) {
      holdings.give(retry.cost());
      call.setRetry(null);
    }
  }

  void remove(PendingCall call) {
    holdings.give(Holdings.CALL);
    timed.remove(call);
    call.caller().calls.remove(call.request());
    call.callee().member().invocations.remove(call.invocation());
    call.callee().ended();
    size--;
    Retry retry = call.retry();
    if (retry != null) {
      holdings.give(retry.cost());
    }
    PendingCall.Stream stream = call.stream();
    if (stream != null) {
      call.caller().openStreams--;
      if (!stream.isComplete()) {
        call.caller().endedStream(call.request());
      }
    }
  }

  private static boolean isWatched(PendingCall call) {
    return !call.timeout().isZero() && !call.callee().watchesTimeout();
  }

  /** Starts the time for the next result. */
  void restartTimer(PendingCall call, Instant now) {
    if (isWatched(call)) {
      timed.remove(call);
      startTimer(call, now.plus(call.timeout()));
    }
  }

  private void startTimer(PendingCall call, Instant deadline) {
    call.setDeadline(deadline);
    timed.add(call);
  }

  /** The call whose time is over first; null when none has a timeout. */
  @Nullable PendingCall first() {
    return timed.isEmpty() ? null : timed.first();
  }

  /** How many calls are open. */
  int size() {
    return size;
  }
}
