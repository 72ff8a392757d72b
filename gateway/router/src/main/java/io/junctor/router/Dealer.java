package io.junctor.router;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.PassthruAttributes;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
  private final Invoker invoker;
  private final Errors errors;

  Dealer(
      RouterLimits limits,
      Registrations registrations,
      CalleePicker picker,
      Calls calls,
      Cancellation cancellation,
      Errors errors,
      TrustLevels trust) {
    this.limits = limits;
    this.registrations = registrations;
    this.picker = picker;
    this.calls = calls;
    this.cancellation = cancellation;
    this.errors = errors;
    this.invoker = new Invoker(limits.payloadBytesMax(), calls, cancellation, trust);
  }

  void call(Member caller, Call call, Disclosure disclosure, Turn turn) {
    if (caller.calls.containsKey(call.request())) {
      throw new ProtocolViolation("CALL: request " + call.request() + " is still open");
    }
    Dict options = call.options();
    boolean streams = !options.isEmpty() && startsStream(caller, options);
    Identities.check(disclosure, options.bool("disclose_me", false));
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
    String key = options.isEmpty() ? null : Shards.keyOf(options);
    Callee callee =
        key == null
            ? picker.pick(registration, Set.of(), turn.now())
            : Shards.pick(registration, key);
    if (callee == null || !callee.hasRoom()) {
      throw nobodyFree(registration, key != null && callee == null);
    }
    boolean mayMove = key == null && callee.reroutes() && registration.size() > 1;
    invoker.start(caller, call, callee, disclosure, timeout, streams, mayMove, turn);
  }

  // "MUST be treated as protocol errors with the underlying WAMP sessions being aborted: - The
  // Caller did not announce the progressive call invocations feature during the HELLO handshake."
  // https://wamp-proto.org/wamp_latest_ietf.html#name-progressive-call-invocation
  private static boolean startsStream(Member caller, Dict options) {
    boolean streams = options.bool("progress", false);
    if (streams && !caller.supports(Role.CALLER, Feature.PROGRESSIVE_CALL_INVOCATIONS)) {
      throw new ProtocolViolation(
          "CALL: progress: progressive_call_invocations was not announced for the role caller");
    }
    return streams;
  }

  private static WampError nobodyFree(Registration registration, boolean isLost) {
    return isLost || registration.size() == 0
        ? new WampError(
            ErrorUri.UNAVAILABLE,
            "the callee of " + registration.procedure() + " is lost, its place is kept")
        : new WampError(
            ErrorUri.NO_AVAILABLE_CALLEE,
            "the callees of " + registration.procedure() + " have no room for more calls");
  }

  /** Whether a CALL carries more arguments of a progressive call, or would if it had not ended. */
  static boolean isContinuation(Member caller, Call call) {
    EndedStreams ended = caller.endedStreams();
    if (ended != null && ended.has(call.request())) {
      return true;
    }
    if (caller.openStreams == 0) {
      return false; // most callers never have one
    }
    PendingCall pending = caller.calls.get(call.request());
    return pending != null && pending.stream() != null;
  }

  /** Carries out what {@link #isContinuation} is true for. */
  void proceed(Member caller, Call call, Turn turn) {
    PendingCall pending = caller.calls.get(call.request());
    PendingCall.Stream stream = pending == null ? null : pending.stream();
    EndedStreams ended = caller.endedStreams();
    if (pending != null && stream != null) {
      invoker.proceed(pending, stream, call, turn);
    } else if (ended != null && !call.options().bool("progress", false)) {
      // "it MUST ignore and discard that CALL message without any further correlated response"
      // https://wamp-proto.org/wamp_latest_ietf.html#name-progressive-call-invocation
      ended.forget(call.request());
    }
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
    } else if (!Passthru.isReadable(call.caller(), Role.CALLER, yield.options())) {
      cancellation.endUnreadable(call, yield, turn);
    } else if (!isProgress) {
      calls.remove(call);
      result(call, Dict.EMPTY, yield, turn);
    } else if (call.wantsProgress()) {
      calls.restartTimer(call, turn.now());
      result(call, Dict.of("progress", true), yield, turn);
    }
    // else: progress that nobody asked for; the final result is still to come
  }

  private static void result(PendingCall call, Dict details, Yield yield, Turn turn) {
    Dict all = PassthruAttributes.with(details, yield.options());
    turn.send(call.caller(), new Result(call.request(), all, yield.payload()));
  }

  void onError(Member callee, ErrorMessage error, Turn turn) {
    PendingCall call = answered(callee, error.request(), true, "ERROR");
    if (call == null) {
      return;
    }
    boolean reroutes = error.error().equals(ErrorUri.UNAVAILABLE) && mayReroute(call);
    measure(call, true, turn);
    if (reroutes) {
      reroute(call, turn);
      return;
    }
    if (error.payload().length() > limits.payloadBytesMax()) {
      endForOversize(call, error.payload(), turn);
      return;
    }
    if (!Passthru.isReadable(call.caller(), Role.CALLER, error.details())) {
      cancellation.end(call, error.error(), "the caller does not take opaque payloads", turn);
      return;
    }
    calls.remove(call);
    turn.send(
        call.caller(),
        new ErrorMessage(
            Call.CODE, call.request(), error.details(), error.error(), error.payload()));
  }

  // Whoever was told to stop is done, and a call that has brought results has been attended to.
  // Nobody else can do what was meant for one shard, was half said already, or found no room to be
  // kept: then the caller is told and may try again.
  private static boolean mayReroute(PendingCall call) {
    boolean isStuck = call.retry() == null && call.callee().registration().size() > 1;
    return call.callee().reroutes() && !call.isInterrupted() && !call.isAnswered() && !isStuck;
  }

  /**
   * The callee is unavailable: the next one is asked.
   *
   * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-call-re-routing">WAMP: Call
   *     Re-Routing</a>
   */
  private void reroute(PendingCall call, Turn turn) {
    Registration registration = call.callee().registration();
    Retry retry = call.retry();
    Callee next = retry == null ? null : next(call, retry, turn);
    if (retry != null && next != null) {
      invoker.move(call, next, retry, turn);
      return;
    }
    // "In case all available registrations of a Procedure responds with a
    // wamp.error.unavailable for a CALL, the Dealer MUST respond with a
    // wamp.error.no_available_callee to the CALLER"
    calls.remove(call);
    String message = "all callees of " + registration.procedure() + " are unavailable";
    errors.send(
        call.caller(), Call.CODE, call.request(), ErrorUri.NO_AVAILABLE_CALLEE, message, turn);
  }

  /** Who is asked next, "assuming that the unavailable registration virtually does not exist". */
  private @Nullable Callee next(PendingCall call, Retry retry, Turn turn) {
    retry.refused().add(call.callee());
    while (true) {
      Callee next = picker.pick(call.callee().registration(), retry.refused(), turn.now());
      if (next == null || Invoker.canTake(next, retry.call(), call.stream() != null)) {
        return next;
      }
      retry.refused().add(next);
    }
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
      Duration took = Duration.between(call.sent(), turn.now());
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
