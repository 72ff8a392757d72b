package io.junctor.wamp.session;

import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Ids;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.PassthruAttributes;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.session.ClientSessionState.Challenged;
import io.junctor.wamp.session.ClientSessionState.Closed;
import io.junctor.wamp.session.ClientSessionState.Closing;
import io.junctor.wamp.session.ClientSessionState.Established;
import io.junctor.wamp.session.ClientSessionState.Joining;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.ErrorUri;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one session, from HELLO to the end, as a state machine without I/O, clock or
 * threads.
 *
 * <pre>
 *             CHALLENGE
 *   Joining ────────────► Challenged ─┐ CHALLENGE
 *      │                    │   ▲─────┘
 *      │ WELCOME            │ WELCOME
 *      └───────► Established ◄┘ ───── leave(), GOODBYE out ────► Closing
 *                     │                                            │
 *                     │ GOODBYE (answered), ABORT,                 │ GOODBYE, ABORT,
 *                     │ violation, link lost                       │ close(), link lost
 *                     └──────────────► Closed ◄────────────────────┘
 *   Joining, Challenged ── ABORT, violation, link lost, close() ──► Closed
 * </pre>
 *
 * <p>An answer to a request that was settled before is ignored: a result can cross its
 * cancellation. An answer to a request that was never made, or of the wrong kind, is a violation.
 * Events of subscriptions that are unknown here are handed on: only the user knows which it has
 * given up.
 *
 * <p>Owner: one thread at a time; outputs are handed to the consumer in order, during the call.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-sessions-3">WAMP: Sessions</a>
 */
public final class ClientSession {

  /** Challenges in one handshake: SCRAM needs one, nothing known needs more than three. */
  private static final int AUTH_ROUNDS_MAX = 4;

  /** The software named in HELLO. */
  private static final String AGENT = "Junctor";

  private final String realm;
  private final @Nullable ClientAuthenticator authenticator;
  private final int invocationsMax;
  private final Dict roles;
  private final PendingRequests requests;
  private final OpenInvocations invocations;

  private @Nullable ClientAuthenticator proof; // the authenticator, from onOpen that of this link
  private ClientSessionState state = new Joining();

  /**
   * A session that has not said HELLO yet.
   *
   * @param realm the realm to join.
   * @param authenticator the proof of identity; null leaves it to the router who we are.
   * @param requestsMax requests that may wait for an answer at once.
   * @param invocationsMax invocations that may be open at once; more are answered {@code
   *     wamp.error.unavailable} here.
   * @param opaquePayloads whether its user carries payloads with {@link PassthruAttributes}.
   */
  public ClientSession(
      String realm,
      @Nullable ClientAuthenticator authenticator,
      int requestsMax,
      int invocationsMax,
      boolean opaquePayloads) {
    this.realm = realm;
    this.authenticator = authenticator;
    this.proof = authenticator;
    this.invocationsMax = invocationsMax;
    this.roles = opaquePayloads ? ClientRoles.WITH_OPAQUE_PAYLOADS : ClientRoles.ANNOUNCED;
    this.requests = new PendingRequests(requestsMax);
    this.invocations = new OpenInvocations(invocationsMax);
  }

  /** Whether requests can be made. */
  public boolean isEstablished() {
    return state instanceof Established;
  }

  /** Whether {@link ClientOutput.Left} was said. */
  public boolean isClosed() {
    return state instanceof Closed;
  }

  /** Whether one more request may wait for an answer. */
  public boolean hasRoom() {
    return requests.hasRoom();
  }

  /** The link is open: says HELLO. Call it once, before anything else. */
  public void onOpen(TransportDetails link, Consumer<? super ClientOutput> out) {
    Dict.Builder details = Dict.builder().put("roles", roles).put("agent", AGENT);
    if (authenticator != null) {
      ClientAuthenticator own;
      try {
        own = authenticator.forLink(link);
      } catch (IllegalStateException e) { // a link that it cannot be bound to
        String why = String.valueOf(e.getMessage());
        left(CloseCause.REFUSED, ErrorUri.AUTHENTICATION_FAILED, why, out);
        out.accept(new ClientOutput.CloseTransport(CloseCause.REFUSED));
        return;
      }
      proof = own;
      Dict authextra = own.authextra();
      details
          .put("authmethods", List.of(own.method()))
          .put("authid", own.authid().isEmpty() ? null : own.authid())
          .put("authextra", authextra.isEmpty() ? null : authextra);
    }
    out.accept(new ClientOutput.Send(new Hello(realm, details.build())));
  }

  /** How this session proves who it is; null when it does not. */
  public @Nullable ClientAuthenticator proof() {
    return proof;
  }

  /** A message came from the router. */
  public void onMessage(Message message, Consumer<? super ClientOutput> out) {
    try {
      switch (state) {
        case Joining joining -> onJoining(joining, message, out);
        case Challenged challenged -> onChallenged(challenged, message, out);
        case Established established -> onEstablished(established, message, out);
        case Closing _ -> onClosing(message, out);
        case Closed _ -> {}
      }
    } catch (ProtocolViolation violation) {
      onViolation(violation, out);
    }
  }

  /** The router broke the protocol, with bytes that are no message or in the words of one. */
  public void onViolation(ProtocolViolation violation, Consumer<? super ClientOutput> out) {
    String message = String.valueOf(violation.getMessage());
    abort(violation.reason(), message, CloseCause.PROTOCOL_VIOLATION, out);
  }

  /** The link is gone. */
  public void onLinkClosed(CloseCause cause, String detail, Consumer<? super ClientOutput> out) {
    // After our GOODBYE a router may close without an answer; that is no loss.
    CloseCause why = state instanceof Closing ? CloseCause.NORMAL : cause;
    left(why, "", detail, out);
  }

  /**
   * Says GOODBYE; {@link ClientOutput.Left} follows when the router answers. Not established yet,
   * the session ends at once; otherwise closing, it goes on closing.
   *
   * @param reason a URI of {@link CloseUri}.
   */
  public void leave(String reason, Consumer<? super ClientOutput> out) {
    switch (state) {
      case Joining _, Challenged _ ->
          abort(reason, "the client gave up joining", CloseCause.SHUTDOWN, out);
      case Established established -> {
        state = established.toClosing();
        out.accept(new ClientOutput.Send(new Goodbye(Dict.EMPTY, reason)));
      }
      case Closing _, Closed _ -> {}
    }
  }

  /** Ends the session without waiting for anything. */
  public void close(CloseCause cause, Consumer<? super ClientOutput> out) {
    if (state instanceof Closed) {
      return;
    }
    left(state instanceof Closing ? CloseCause.NORMAL : cause, "", "closed on this side", out);
    out.accept(new ClientOutput.CloseTransport(cause));
  }

  /**
   * Makes a request.
   *
   * @param message given the request id, the message: CALL, PUBLISH, SUBSCRIBE, UNSUBSCRIBE,
   *     REGISTER or UNREGISTER.
   * @return the request id; {@link ClientOutput.Answered} brings the answer, except for a PUBLISH
   *     without {@code acknowledge}, which has none.
   * @throws IllegalStateException unless {@link #isEstablished()} and {@link #hasRoom()}.
   */
  public long request(
      LongFunction<? extends Message.OfRequest> message, Consumer<? super ClientOutput> out) {
    if (!isEstablished()) {
      throw new IllegalStateException("expected an established session, it is " + state);
    }
    if (!hasRoom()) {
      throw new IllegalStateException("too many requests wait for an answer");
    }
    Message.OfRequest request = message.apply(requests.next());
    if (!(request instanceof Publish publish) || publish.options().bool("acknowledge", false)) {
      requests.add(request);
    }
    out.accept(new ClientOutput.Send(request));
    return request.request();
  }

  /**
   * Sends more arguments of a call that was made with {@code progress}.
   *
   * @param call under the id of the first one.
   * @return whether they went out: false when the call is settled or the session ended.
   */
  public boolean proceed(Call call, Consumer<? super ClientOutput> out) {
    if (!isEstablished() || !requests.contains(call.request())) {
      return false;
    }
    out.accept(new ClientOutput.Send(call));
    return true;
  }

  /** Asks the router to cancel a call; does nothing when the call is settled. */
  public void cancel(long request, Dict options, Consumer<? super ClientOutput> out) {
    if (isEstablished() && requests.contains(request)) {
      out.accept(new ClientOutput.Send(new Cancel(request, options)));
    }
  }

  /**
   * Answers an invocation with YIELD or ERROR; a progressive YIELD leaves it open.
   *
   * @return whether the answer went out: false when the invocation was answered before or the
   *     session ended.
   */
  public boolean reply(Message.OfRequest answer, Consumer<? super ClientOutput> out) {
    if (!invocations.answer(answer) || !isEstablished()) {
      return false;
    }
    out.accept(new ClientOutput.Send(answer));
    return true;
  }

  private void onJoining(Joining joining, Message message, Consumer<? super ClientOutput> out) {
    switch (message) {
      case Welcome welcome -> joined(joining.toEstablished(welcome), out);
      case Challenge challenge -> answer(challenge, joining.toChallenged(), out);
      case Abort abort -> onAbort(abort, out);
      default -> throw unexpected(message, "WELCOME, CHALLENGE or ABORT");
    }
  }

  private void onChallenged(
      Challenged challenged, Message message, Consumer<? super ClientOutput> out) {
    switch (message) {
      case Welcome welcome -> joined(challenged.toEstablished(welcome), out);
      case Challenge challenge when challenged.round() < AUTH_ROUNDS_MAX ->
          answer(challenge, challenged.toChallenged(), out);
      case Abort abort -> onAbort(abort, out);
      default -> throw unexpected(message, "WELCOME or ABORT");
    }
  }

  private void joined(Established established, Consumer<? super ClientOutput> out) {
    if (proof != null) {
      try {
        proof.verify(established.welcome());
      } catch (IllegalStateException e) {
        abort(
            ErrorUri.AUTHENTICATION_FAILED,
            String.valueOf(e.getMessage()),
            CloseCause.REFUSED,
            out);
        return;
      }
    }
    state = established;
    out.accept(new ClientOutput.Joined(established.welcome()));
  }

  private void answer(Challenge challenge, Challenged next, Consumer<? super ClientOutput> out) {
    ClientAuthenticator prover = proof;
    if (prover == null || !prover.method().equals(challenge.authMethod())) {
      String offered = prover == null ? "none" : prover.method();
      abort(
          ErrorUri.NO_MATCHING_AUTH_METHOD,
          "CHALLENGE: expected " + offered + ", got " + challenge.authMethod(),
          CloseCause.REFUSED,
          out);
      return;
    }
    Message authenticate;
    try {
      authenticate = prover.answer(challenge);
    } catch (ProtocolViolation violation) {
      throw violation;
    } catch (RuntimeException e) {
      // A key that does not fit or a router that failed to prove itself; the text holds no secret.
      abort(
          ErrorUri.AUTHENTICATION_FAILED, String.valueOf(e.getMessage()), CloseCause.REFUSED, out);
      return;
    }
    state = next;
    out.accept(new ClientOutput.Send(authenticate));
  }

  private void onEstablished(
      Established established, Message message, Consumer<? super ClientOutput> out) {
    switch (message) {
      case Event event -> out.accept(new ClientOutput.Delivered(event));
      case Invocation invocation -> onInvocation(invocation, out);
      case Interrupt interrupt -> onInterrupt(interrupt, out);
      case Unregistered revoked when revoked.request() == 0 ->
          out.accept(
              new ClientOutput.RegistrationRevoked(
                  revokedId(message, revoked.details(), "registration"), revoked.details()));
      case Unsubscribed revoked when revoked.request() == 0 ->
          out.accept(
              new ClientOutput.SubscriptionRevoked(
                  revokedId(message, revoked.details(), "subscription"), revoked.details()));
      case Result result -> onResult(result, out);
      case Unregistered answer -> settle(answer, answer.request(), out);
      case Unsubscribed answer -> settle(answer, answer.request(), out);
      case Published answer -> settle(answer, answer.request(), out);
      case Subscribed answer -> settle(answer, answer.request(), out);
      case Registered answer -> settle(answer, answer.request(), out);
      case ErrorMessage answer -> settle(answer, answer.request(), out);
      case Goodbye goodbye -> onGoodbye(goodbye, out);
      case Abort abort -> onAbort(abort, out);
      default ->
          throw unexpected(message, "a message of session " + established.welcome().session());
    }
  }

  private void onClosing(Message message, Consumer<? super ClientOutput> out) {
    switch (message) {
      case Goodbye goodbye -> {
        left(CloseCause.NORMAL, goodbye.reason(), "", out);
        out.accept(new ClientOutput.CloseTransport(CloseCause.NORMAL));
      }
      case Abort abort -> onAbort(abort, out);
      // Sent before the router read our GOODBYE; whoever waited for it has been told.
      default -> {}
    }
  }

  private void onResult(Result result, Consumer<? super ClientOutput> out) {
    if (result.details().bool("progress", false)) {
      if (requests.settle(result, PendingRequests.answeredCode(result), result.request(), false)) {
        out.accept(new ClientOutput.Progressed(result));
      }
    } else {
      settle(result, result.request(), out);
    }
  }

  private void settle(Message answer, long request, Consumer<? super ClientOutput> out) {
    if (requests.settle(answer, PendingRequests.answeredCode(answer), request, true)) {
      out.accept(new ClientOutput.Answered(request, answer));
    }
  }

  private void onInvocation(Invocation invocation, Consumer<? super ClientOutput> out) {
    switch (invocations.onInvocation(invocation)) {
      case NEW -> out.accept(new ClientOutput.Invoked(invocation));
      case MORE -> out.accept(new ClientOutput.InvocationContinued(invocation));
      case BEYOND -> out.accept(new ClientOutput.Send(busy(invocation)));
      // "it MUST ignore and discard that INVOCATION message without any further correlated response
      // to the Dealer"
      // https://wamp-proto.org/wamp_latest_ietf.html#name-progressive-call-invocation
      case LATE -> {}
    }
  }

  private ErrorMessage busy(Invocation invocation) {
    String message = invocationsMax + " invocations are running, no more at once";
    return new ErrorMessage(
        Invocation.CODE,
        invocation.request(),
        Dict.of("message", message),
        ErrorUri.UNAVAILABLE,
        Payload.NONE);
  }

  private void onInterrupt(Interrupt interrupt, Consumer<? super ClientOutput> out) {
    // An interrupt can cross our answer; then there is nothing left to stop.
    if (invocations.isOpen(interrupt.request())) {
      out.accept(new ClientOutput.Interrupted(interrupt));
    }
  }

  private static long revokedId(Message message, Dict details, String field) {
    long id = details.integer(field, 0);
    if (!Ids.isValid(id)) {
      throw new ProtocolViolation(
          message.name() + " 0: expected " + field + " in [1, 2^53], got " + id);
    }
    return id;
  }

  private void onGoodbye(Goodbye goodbye, Consumer<? super ClientOutput> out) {
    out.accept(new ClientOutput.Send(new Goodbye(Dict.EMPTY, CloseUri.GOODBYE_AND_OUT)));
    CloseCause cause =
        switch (goodbye.reason()) {
          case CloseUri.KILLED -> CloseCause.KILLED;
          case CloseUri.SYSTEM_SHUTDOWN, CloseUri.CLOSE_REALM -> CloseCause.SHUTDOWN;
          default -> CloseCause.NORMAL;
        };
    left(cause, goodbye.reason(), goodbye.details().string("message", ""), out);
    out.accept(new ClientOutput.CloseTransport(cause));
  }

  private void onAbort(Abort abort, Consumer<? super ClientOutput> out) {
    left(CloseCause.REFUSED, abort.reason(), abort.details().string("message", ""), out);
    out.accept(new ClientOutput.CloseTransport(CloseCause.REFUSED));
  }

  private void abort(
      String reason, String message, CloseCause cause, Consumer<? super ClientOutput> out) {
    if (state instanceof Closed) {
      return;
    }
    out.accept(new ClientOutput.Send(new Abort(Dict.of("message", message), reason, Payload.NONE)));
    left(cause, reason, message, out);
    out.accept(new ClientOutput.CloseTransport(cause));
  }

  private void left(
      CloseCause cause, String reason, String detail, Consumer<? super ClientOutput> out) {
    if (state instanceof Closed) {
      return;
    }
    state = state.toClosed();
    requests.clear();
    invocations.clear();
    out.accept(new ClientOutput.Left(cause, reason, detail));
  }

  private static ProtocolViolation unexpected(Message message, String expected) {
    return new ProtocolViolation("expected " + expected + ", got " + message.name());
  }
}
