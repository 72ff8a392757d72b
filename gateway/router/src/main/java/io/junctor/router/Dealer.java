package io.junctor.router;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dealer of a realm: registrations, and the way of a call to its callee and back. Permissions
 * were checked before; a refusal here is thrown as {@link WampError}. How calls end early is in
 * {@link Cancellation}.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-remote-procedure-calls">WAMP:
 *     Remote Procedure Calls</a>
 */
@OwnedBy("realm loop")
final class Dealer {

  /** A longer timeout is as good as none; keeps the arithmetic of deadlines in range. */
  private static final Duration TIMEOUT_MAX = Duration.ofDays(365);

  private final RouterLimits limits;
  private final Holdings holdings;
  private final Calls calls;
  private final Cancellation cancellation;
  private final MetaEvents meta;
  private final PatternTable<Registration> registrations = new PatternTable<>();
  private long lastRegistration; // router scope: may be counted

  Dealer(
      RouterLimits limits,
      Holdings holdings,
      Calls calls,
      Cancellation cancellation,
      MetaEvents meta) {
    this.limits = limits;
    this.holdings = holdings;
    this.calls = calls;
    this.cancellation = cancellation;
    this.meta = meta;
  }

  /** All registrations. */
  PatternTable<Registration> registrations() {
    return registrations;
  }

  void register(Member member, Register register, MatchPolicy match, Turn turn) {
    if (registrations.get(register.procedure(), match) != null) {
      throw new WampError(
          ErrorUri.PROCEDURE_ALREADY_EXISTS,
          register.procedure() + " (" + match.id() + ") is registered already");
    }
    if (member.registrations.size() >= limits.registrationsPerSessionMax()) {
      throw new WampError(
          RouterErrors.LIMIT_EXCEEDED,
          "at most " + limits.registrationsPerSessionMax() + " registrations per session");
    }
    long cost = Holdings.ofPattern(register.procedure(), match);
    holdings.requireRoom(member.registrations.size(), cost);
    holdings.take(cost);
    Registration registration =
        new Registration(
            ++lastRegistration,
            register.procedure(),
            match,
            member,
            register.options().bool("disclose_caller", false),
            register.options().bool("forward_timeout", false),
            turn.now());
    registrations.put(register.procedure(), match, registration);
    member.registrations.put(registration.id(), registration);
    turn.send(member, new Registered(register.request(), registration.id()));
    meta.registered(registration, turn);
  }

  void unregister(Member member, Unregister unregister, Turn turn) {
    Registration registration = member.registrations.remove(unregister.registration());
    if (registration == null) {
      throw new WampError(
          ErrorUri.NO_SUCH_REGISTRATION,
          "this session has no registration " + unregister.registration());
    }
    remove(registration);
    turn.send(member, new Unregistered(unregister.request(), Dict.EMPTY));
    meta.unregistered(registration, turn);
  }

  /**
   * Takes a registration away from its callee, which still answers what it has been asked before.
   *
   * @param reason why, for the callee.
   */
  void revoke(Member member, Registration registration, String reason, Turn turn) {
    member.registrations.remove(registration.id());
    remove(registration);
    meta.unregistered(registration, turn);
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
    disclose |= registration.discloseCaller() && disclosure != Disclosure.FORBIDDEN;
    invoke(caller, call, registration, disclose, timeout, turn);
  }

  private void invoke(
      Member caller,
      Call call,
      Registration registration,
      boolean disclose,
      Duration timeout,
      Turn turn) {
    Member callee = registration.callee();
    if (!Passthru.isReadable(callee, Role.CALLEE, call.options())) {
      throw Passthru.unreadable(Role.CALLEE);
    }
    boolean progress = call.options().bool("receive_progress", false) && canProgress(callee);
    boolean calleeWatches =
        registration.forwardTimeout() && callee.supports(Role.CALLEE, Feature.CALL_TIMEOUT);
    Dict.Builder details = Dict.builder();
    if (disclose) {
      Identities.of(caller, "caller").asMap().forEach(details::put);
    }
    Forwarding.copy(call.options(), details);
    Passthru.copy(call.options(), details);
    // "a Dealer MUST supply the original CALL.Procedure as provided by the Caller in
    // INVOCATION.Details.procedure"
    // https://wamp-proto.org/wamp_latest_ietf.html#name-pattern-based-registrations
    if (registration.isPattern()) {
      details.put("procedure", call.procedure());
    }
    if (progress) {
      details.put("receive_progress", true);
    }
    if (calleeWatches && !timeout.isZero()) {
      details.put("timeout", timeout.toMillis());
    }
    PendingCall pending =
        new PendingCall(
            caller,
            call.request(),
            callee,
            ++callee.lastInvocation,
            progress,
            calleeWatches ? Duration.ZERO : timeout);
    calls.add(pending, turn.now());
    turn.send(
        callee,
        new Invocation(pending.invocation(), registration.id(), details.build(), call.payload()));
  }

  // "If a Callee supports Progressive Call Results, but not Call Canceling, then the Dealer
  // disregards the Callees Progressive Call Results feature."
  // https://wamp-proto.org/wamp_latest_ietf.html#name-progressive-call-results
  private static boolean canProgress(Member callee) {
    return callee.supports(Role.CALLEE, Feature.PROGRESSIVE_CALL_RESULTS)
        && callee.supports(Role.CALLEE, Feature.CALL_CANCELING);
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
    Dict all = Passthru.with(details, yield.options());
    turn.send(call.caller(), new Result(call.request(), all, yield.payload()));
  }

  void onError(Member callee, ErrorMessage error, Turn turn) {
    PendingCall call = answered(callee, error.request(), true, "ERROR");
    if (call == null) {
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

  // "Receiving YIELD message with invalid INVOCATION.Request." is a protocol error, but an answer
  // to
  // a call that ended meanwhile is only late.
  // https://wamp-proto.org/wamp_latest_ietf.html#name-protocol-errors
  private static @Nullable PendingCall answered(
      Member callee, long invocation, boolean isFinal, String message) {
    PendingCall call = callee.invocations.get(invocation);
    if (call == null && !callee.tombstones.accepts(invocation, isFinal)) {
      throw new ProtocolViolation(message + ": there is no invocation " + invocation);
    }
    return call;
  }

  private void endForOversize(PendingCall call, Payload payload, Turn turn) {
    String message = PayloadCheck.sentence("the result", payload, limits.payloadBytesMax());
    cancellation.end(call, ErrorUri.PAYLOAD_SIZE_EXCEEDED, message, turn);
  }

  private void remove(Registration registration) {
    registrations.remove(registration.procedure(), registration.match());
    holdings.give(Holdings.ofPattern(registration.procedure(), registration.match()));
  }

  /** The member is gone: what it registered, what it called and what it was to answer end. */
  void leave(Member member, Turn turn) {
    List<Registration> left = new ArrayList<>(member.registrations.values());
    member.registrations.clear();
    left.forEach(this::remove);
    cancellation.callerLeft(member, turn);
    cancellation.calleeLeft(member, turn);
    left.forEach(registration -> meta.unregistered(registration, turn));
  }
}
