package io.junctor.router;

import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The open calls of a realm with their deadlines. A call is kept in three places, at its caller, at
 * its callee and here if it has a timeout; only this class adds and removes it.
 */
@OwnedBy("realm loop")
final class Calls {

  private static final Comparator<PendingCall> BY_DEADLINE =
      Comparator.<PendingCall, Instant>comparing(call -> deadlineOf(call))
          .thenComparingLong(call -> call.callee().member().id())
          .thenComparingLong(PendingCall::invocation);

  private final TreeSet<PendingCall> timed = new TreeSet<>(BY_DEADLINE); // earliest first
  private final Holdings holdings;
  private int size;

  Calls(Holdings holdings) {
    this.holdings = holdings;
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

  void add(PendingCall call, Instant now) {
    holdings.take(Holdings.CALL);
    call.caller().calls.put(call.request(), call);
    call.callee().member().invocations.put(call.invocation(), call);
    call.callee().started();
    size++;
    restartTimer(call, now);
  }

  void remove(PendingCall call) {
    holdings.give(Holdings.CALL);
    timed.remove(call);
    call.caller().calls.remove(call.request());
    call.callee().member().invocations.remove(call.invocation());
    call.callee().ended();
    size--;
  }

  /** Starts the time for the next result. */
  void restartTimer(PendingCall call, Instant now) {
    if (!call.timeout().isZero()) {
      timed.remove(call);
      call.setDeadline(now.plus(call.timeout()));
      timed.add(call);
    }
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
