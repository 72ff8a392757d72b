package io.junctor.router;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a call ends before its callee answers: canceled, timed out, a peer left.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-call-canceling">WAMP: Call
 *     Canceling</a>
 */
@OwnedBy("realm loop")
final class Cancellation {

  private static final String CANCELED = "canceled by the caller";

  private final Calls calls;
  private final Errors errors;

  Cancellation(Calls calls, Errors errors) {
    this.calls = calls;
    this.errors = errors;
  }

  /** CANCEL: a call that has ended meanwhile is no error, the two messages crossed. */
  void cancel(Member caller, Cancel cancel, Turn turn) {
    // The specification names no default; killnowait is what most routers and clients take.
    String mode = cancel.options().string("mode", "killnowait");
    PendingCall call = caller.calls.get(cancel.request());
    if (call == null) {
      return;
    }
    // "If the Callee does not support call canceling, then behavior is skip."
    boolean canInterrupt = call.callee().canCancel();
    switch (canInterrupt ? mode : checked(mode)) {
      case "kill" -> interrupt(call, "kill", ErrorUri.CANCELED, turn);
      case "killnowait" -> {
        interrupt(call, "killnowait", ErrorUri.CANCELED, turn);
        end(call, ErrorUri.CANCELED, CANCELED, turn);
      }
      case "skip" -> skip(call, turn);
      default -> throw unknownMode(mode);
    }
  }

  // A callee that waits for more arguments would wait for ever if it were not told.
  private void skip(PendingCall call, Turn turn) {
    if (call.stream() != null && !call.stream().isComplete()) {
      abandon(call, ErrorUri.CANCELED, CANCELED, turn);
    } else {
      end(call, ErrorUri.CANCELED, CANCELED, turn);
    }
  }

  private static String checked(String mode) {
    return switch (mode) {
      case "skip", "kill", "killnowait" -> "skip";
      default -> throw unknownMode(mode);
    };
  }

  private static WampError unknownMode(String mode) {
    return new WampError(
        ErrorUri.INVALID_ARGUMENT, "mode: expected skip, kill or killnowait, got " + mode);
  }

  /** The caller is gone: whoever works for it is told to stop. */
  void callerLeft(Member caller, Turn turn) {
    for (PendingCall call : List.copyOf(caller.calls.values())) {
      // "That INTERRUPT message MUST have Options.mode set to "killnowait""
      // https://wamp-proto.org/wamp_latest_ietf.html#name-caller-leaving-during-an-rp
      interruptIfSupported(call, ErrorUri.CANCELED, turn);
      bury(call);
    }
  }

  /** The callee is gone: whoever waits for it is told. */
  void calleeLeft(Member callee, Turn turn) {
    for (PendingCall call : List.copyOf(callee.invocations.values())) {
      end(call, ErrorUri.CANCELED, "the callee has left", turn);
    }
  }

  /** The next time a call runs out of time; null when no call has a timeout. */
  @Nullable Instant nextDeadline() {
    PendingCall first = calls.first();
    return first == null ? null : first.deadline();
  }

  /** Ends the calls whose time is over. */
  void onTime(Turn turn) {
    PendingCall first = calls.first();
    while (first != null && first.isOverdue(turn.now())) {
      // "The cancellation mode is implicitly killnowait if the Callee supports call cancellation,
      // otherwise the cancellation mode is skip."
      // https://wamp-proto.org/wamp_latest_ietf.html#name-call-timeouts
      String message = "no result within " + first.timeout().toMillis() + " ms";
      abandon(first, ErrorUri.TIMEOUT, message, turn);
      first = calls.first();
    }
  }

  /** Tells both sides that the call is over. */
  void abandon(PendingCall call, String error, String message, Turn turn) {
    interruptIfSupported(call, error, turn);
    end(call, error, message, turn);
  }

  /** Tells the caller and leaves a tombstone for the callee's late answer. */
  void end(PendingCall call, String error, String message, Turn turn) {
    bury(call);
    errors.send(call.caller(), Call.CODE, call.request(), error, message, turn);
  }

  // "which then must be routed to the Caller which doesn't support payload passthru, MUST be
  // treated as APPLICATION ERRORS and the Dealer MUST respond to the Callee with a
  // wamp.error.feature_not_supported error message." The caller must not wait for ever either.
  // https://wamp-proto.org/wamp_latest_ietf.html#name-payload-passthru-mode
  void endUnreadable(PendingCall call, Yield yield, Turn turn) {
    WampError error = Passthru.unreadable(Role.CALLER);
    end(call, error.uri(), error.sentence(), turn);
    Member callee = call.callee().member();
    errors.send(callee, Yield.CODE, yield.request(), error.uri(), error.sentence(), turn);
  }

  private void bury(PendingCall call) {
    calls.remove(call);
    call.callee().member().tombstones.add(call.invocation());
  }

  private static void interruptIfSupported(PendingCall call, String reason, Turn turn) {
    if (call.callee().canCancel()) {
      interrupt(call, "killnowait", reason, turn);
    }
  }

  private static void interrupt(PendingCall call, String mode, String reason, Turn turn) {
    if (!call.isInterrupted()) {
      call.markInterrupted();
      turn.send(
          call.callee().member(),
          new Interrupt(call.invocation(), Dict.of("mode", mode, "reason", reason)));
    }
  }
}
