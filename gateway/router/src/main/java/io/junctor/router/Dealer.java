package io.junctor.router;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dealer of a realm: the way of a call to its callee and back. Permissions were checked before;
 * a refusal here is thrown as {@link WampError}. Who answers what is in {@link Registrations}, how
 * calls end early in {@link Cancellation}.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-remote-procedure-calls">WAMP:
 *     Remote Procedure Calls</a>
 */
@OwnedBy("realm loop")
final class Dealer {

  /** A longer timeout is as good as none; keeps the arithmetic of deadlines in range. */
  private static final Duration TIMEOUT_MAX = Duration.ofDays(365);

  private final RouterLimits limits;
  private final Registrations registrations;
  private final CalleePicker picker;
  private final Calls calls;
  private final Cancellation cancellation;

  Dealer(
      RouterLimits limits,
      Registrations registrations,
      CalleePicker picker,
      Calls calls,
      Cancellation cancellation) {
    this.limits = limits;
    this.registrations = registrations;
    this.picker = picker;
    this.calls = calls;
    this.cancellation = cancellation;
  }

  void call(Member caller, Call call, Disclosure disclosure, Turn turn) {
    if (caller.calls.containsKey(call.request())) {
      throw new ProtocolViolation("CALL: request " + call.request() + " is still open");
    }
    boolean wished = call.options().bool("disclose_me", false);
    boolean disclose = Identities.discloses(disclosure, wished);
    Duration timeout = timeout(call);
    if (caller.calls.size() >= limits.pendingCallsPerSessionMax()) {
      throw new WampError(
          RouterErrors.LIMIT_EXCEEDED,
          "at most " + limits.pendingCallsPerSessionMax() + " open calls per session");
    }
    calls.requireRoom(caller);
    Registration registration = registrations.bestMatch(call.procedure());
    if (registration == null) {
      throw new WampError(
          ErrorUri.NO_SUCH_PROCEDURE, "no callee has registered " + call.procedure());
    }
    Callee callee = picker.pick(registration, List.of(), turn.now());
    if (callee == null) {
      throw nobodyFree(registration);
    }
    disclose |= callee.offer().discloseCaller() && disclosure != Disclosure.FORBIDDEN;
    invoke(caller, call, callee, disclose, timeout, turn);
  }

  private static WampError nobodyFree(Registration registration) {
    return registration.size() == 0
        ? new WampError(
            ErrorUri.UNAVAILABLE,
            "the callee of " + registration.procedure() + " is lost, its place is kept")
        : new WampError(
            ErrorUri.NO_AVAILABLE_CALLEE,
            "the callees of " + registration.procedure() + " have no room for more calls");
  }

  private void invoke(
      Member caller, Call call, Callee callee, boolean disclose, Duration timeout, Turn turn) {
    Registration registration = callee.registration();
    boolean progress = callee.canProgress() && call.options().bool("receive_progress", false);
    Dict.Builder details = Dict.builder();
    if (disclose) {
      Identities.of(caller, "caller").asMap().forEach(details::put);
    }
    if (!call.options().isEmpty()) {
      Forwarding.copy(call.options(), details);
    }
    // "a Dealer MUST supply the original CALL.Procedure as provided by the Caller in
    // INVOCATION.Details.procedure"
    // https://wamp-proto.org/wamp_latest_ietf.html#name-pattern-based-registrations
    if (registration.isPattern()) {
      details.put("procedure", call.procedure());
    }
    if (progress) {
      details.put("receive_progress", true);
    }
    if (callee.watchesTimeout() && !timeout.isZero()) {
      details.put("timeout", timeout.toMillis());
    }
    PendingCall pending =
        new PendingCall(
            caller,
            call.request(),
            callee,
            ++callee.member().lastInvocation,
            progress,
            callee.watchesTimeout() ? Duration.ZERO : timeout,
            turn.now());
    calls.add(pending, turn.now());
    turn.send(
        callee.member(),
        new Invocation(pending.invocation(), registration.id(), details.build(), call.payload()));
  }

  // "in milliseconds. Automatic call timeouts are deactivated if there is no timeout option, or if
  // its value is 0." https://wamp-proto.org/wamp_latest_ietf.html#name-call-timeouts
  private static Duration timeout(Call call) {
    long timeoutMillis = call.options().integer("timeout", 0);
    if (timeoutMillis < 0) {
      throw new WampError(
          ErrorUri.INVALID_ARGUMENT, "timeout: expected milliseconds >= 0, got " + timeoutMillis);
    }
    return Duration.ofMillis(Math.min(timeoutMillis, TIMEOUT_MAX.toMillis()));
  }

  void onYield(Member callee, Yield yield, Turn turn) {
    boolean isProgress = yield.options().bool("progress", false);
    PendingCall call = answered(callee, yield.request(), !isProgress, "YIELD");
    if (call == null) {
      return;
    }
    measure(call, false, turn);
    if (yield.payload().length() > limits.payloadBytesMax()) {
      endForOversize(call, yield.payload(), turn);
    } else if (!isProgress) {
      calls.remove(call);
      turn.send(call.caller(), new Result(call.request(), Dict.EMPTY, yield.payload()));
    } else if (call.wantsProgress()) {
      calls.restartTimer(call, turn.now());
      turn.send(
          call.caller(), new Result(call.request(), Dict.of("progress", true), yield.payload()));
    }
    // else: progress that nobody asked for; the final result is still to come
  }

  void onError(Member callee, ErrorMessage error, Turn turn) {
    PendingCall call = answered(callee, error.request(), true, "ERROR");
    if (call == null) {
      return;
    }
    measure(call, true, turn);
    if (error.payload().length() > limits.payloadBytesMax()) {
      endForOversize(call, error.payload(), turn);
      return;
    }
    calls.remove(call);
    turn.send(
        call.caller(),
        new ErrorMessage(
            Call.CODE, call.request(), error.details(), error.error(), error.payload()));
  }

  // "Receiving YIELD message with invalid INVOCATION.Request." is a protocol error, but an answer
  // to a call that ended meanwhile is only late.
  // https://wamp-proto.org/wamp_latest_ietf.html#name-protocol-errors
  private static @Nullable PendingCall answered(
      Member callee, long invocation, boolean isFinal, String message) {
    PendingCall call = callee.invocations.get(invocation);
    if (call == null && !callee.tombstones.accepts(invocation, isFinal)) {
      throw new ProtocolViolation(message + ": there is no invocation " + invocation);
    }
    return call;
  }

  private static void measure(PendingCall call, boolean failed, Turn turn) {
    if (call.isAnswered()) {
      return;
    }
    call.markAnswered();
    Callee callee = call.callee();
    if (callee.registration().policy() == InvocationPolicy.X_LOWEST_LATENCY) {
      Duration took = Duration.between(call.started(), turn.now());
      if (failed) {
        callee.latency().addError(took, turn.now());
      } else {
        callee.latency().add(took, turn.now());
      }
    }
  }

  private void endForOversize(PendingCall call, Payload payload, Turn turn) {
    String message = PayloadCheck.sentence("the result", payload, limits.payloadBytesMax());
    cancellation.end(call, ErrorUri.PAYLOAD_SIZE_EXCEEDED, message, turn);
  }

  /**
   * The member is gone: what it registered, what it called and what it was to answer end.
   *
   * @param lost whether it may come back: it has not said goodbye.
   */
  void leave(Member member, boolean lost, Turn turn) {
    List<Callee> left = registrations.leave(member, lost, turn);
    cancellation.callerLeft(member, turn);
    cancellation.calleeLeft(member, turn);
    registrations.tellLeft(left, turn);
  }
}
