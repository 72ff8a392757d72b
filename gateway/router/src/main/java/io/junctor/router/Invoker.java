package io.junctor.router;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.PassthruAttributes;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.time.Instant;

/**
 * Sends a call to the callee it was routed to: the first INVOCATION, those that carry more
 * arguments of a progressive call, and the one to the next callee when the first is unavailable.
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-progressive-call-invocation">WAMP:
 *     Progressive Call Invocations</a>
 */
@OwnedBy("realm loop")
final class Invoker {

  private static final String PROGRESS = "progress";

  private final int payloadBytesMax;
  private final Calls calls;
  private final Cancellation cancellation;
  private final TrustLevels trust;

  Invoker(int payloadBytesMax, Calls calls, Cancellation cancellation, TrustLevels trust) {
    this.payloadBytesMax = payloadBytesMax;
    this.calls = calls;
    this.cancellation = cancellation;
    this.trust = trust;
  }

  /**
   * Sends the first INVOCATION of a call.
   *
   * @param streams whether more arguments follow.
   * @param mayMove whether another callee may be asked when this one is unavailable.
   * @throws WampError when the callee cannot take such a call.
   */
  void start(
      Member caller,
      Call call,
      Callee callee,
      Disclosure disclosure,
      Duration timeout,
      boolean streams,
      boolean mayMove,
      Turn turn) {
    if (streams && !callee.takesStreams()) {
      throw new WampError(
          ErrorUri.FEATURE_NOT_SUPPORTED,
          "the callee of " + call.procedure() + " takes no progressive call invocations");
    }
    if (!Passthru.isReadable(callee.member(), Role.CALLEE, call.options())) {
      throw Passthru.unreadable(Role.CALLEE);
    }
    boolean progress = callee.canProgress() && call.options().bool("receive_progress", false);
    PendingCall pending =
        new PendingCall(caller, call.request(), timeout, callee, progress, turn.now());
    if (mayMove && calls.hasRoomFor(call)) {
      pending.setRetry(new Retry(call, disclosure));
    }
    Dict details = details(pending, call, disclosure, turn.now());
    if (streams) {
      pending.setStream(new PendingCall.Stream(call.procedure(), details));
      details = details.with(PROGRESS, true);
    }
    calls.add(pending);
    send(pending, details, call, turn);
  }

  /** Whether the callee understands such a call. */
  static boolean canTake(Callee callee, Call call, boolean streams) {
    return (!streams || callee.takesStreams())
        && Passthru.isReadable(callee.member(), Role.CALLEE, call.options());
  }

  /** Sends the call to another callee. */
  void move(PendingCall pending, Callee callee, Retry retry, Turn turn) {
    Call call = retry.call();
    boolean progress = callee.canProgress() && call.options().bool("receive_progress", false);
    calls.move(pending, callee, progress, turn.now());
    Dict details = details(pending, call, retry.disclosure(), turn.now());
    if (pending.stream() != null) {
      pending.setStream(new PendingCall.Stream(call.procedure(), details));
      details = details.with(PROGRESS, true);
    }
    send(pending, details, call, turn);
  }

  /** More arguments of a progressive call. */
  void proceed(PendingCall pending, PendingCall.Stream stream, Call call, Turn turn) {
    if (stream.isComplete()) {
      throw new ProtocolViolation("CALL: request " + call.request() + " is still open");
    }
    if (!stream.procedure().equals(call.procedure())) {
      throw new ProtocolViolation(
          "CALL: request " + call.request() + " calls " + stream.procedure() + ", got another");
    }
    boolean last = !call.options().bool(PROGRESS, false);
    if (last) {
      stream.complete();
    }
    if (call.payload().length() > payloadBytesMax) {
      String message = PayloadCheck.sentence(call.procedure(), call.payload(), payloadBytesMax);
      cancellation.abandon(pending, ErrorUri.PAYLOAD_SIZE_EXCEEDED, message, turn);
      return;
    }
    // What has been said to one callee cannot be said to another any more.
    calls.dropRetry(pending);
    // "Only the progress option shall be considered by the Dealer in subsequent progressive call
    // invocations (within the same overall request)."
    send(pending, last ? stream.details() : stream.details().with(PROGRESS, true), call, turn);
  }

  private static void send(PendingCall pending, Dict details, Call call, Turn turn) {
    turn.send(
        pending.callee().member(),
        new Invocation(
            pending.invocation(), pending.callee().registration().id(), details, call.payload()));
  }

  private Dict details(PendingCall pending, Call call, Disclosure disclosure, Instant now) {
    Callee callee = pending.callee();
    Dict options = call.options();
    Dict.Builder details = Dict.builder();
    if (isDisclosed(callee, options, disclosure)) {
      details.putAll(pending.caller().asCaller());
    }
    if (!options.isEmpty()) {
      Forwarding.copy(options, details);
      PassthruAttributes.copy(options, details);
    }
    // "a Dealer MUST supply the original CALL.Procedure as provided by the Caller in
    // INVOCATION.Details.procedure"
    // https://wamp-proto.org/wamp_latest_ietf.html#name-pattern-based-registrations
    if (callee.registration().isPattern()) {
      details.put("procedure", call.procedure());
    }
    if (pending.wantsProgress()) {
      details.put("receive_progress", true);
    }
    if (callee.watchesTimeout() && !pending.timeout().isZero()) {
      details.put("timeout", millisLeft(pending, now));
    }
    TrustLevels.put(trust.of(pending.caller().details(), call.procedure()), details);
    return details.build();
  }

  private static boolean isDisclosed(Callee callee, Dict options, Disclosure disclosure) {
    return switch (disclosure) {
      case FORBIDDEN -> false;
      case ON_REQUEST -> callee.offer().discloseCaller() || options.bool("disclose_me", false);
      case ALWAYS -> true;
    };
  }

  // What an unavailable callee took of the time is not given to the next one again.
  private static long millisLeft(PendingCall pending, Instant now) {
    Duration used = Duration.between(pending.received(), now);
    return Math.max(1, pending.timeout().minus(used).toMillis());
  }
}
