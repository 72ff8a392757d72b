package io.junctor.wamp.session;

import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.PassthruAttributes;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.session.ClientHandshake.Refused;
import io.junctor.wamp.session.ClientSessionState.Challenged;
import io.junctor.wamp.session.ClientSessionState.Closed;
import io.junctor.wamp.session.ClientSessionState.Closing;
import io.junctor.wamp.session.ClientSessionState.Established;
import io.junctor.wamp.session.ClientSessionState.Joining;
import io.junctor.wamp.session.ClientSessionState.Suspended;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.CloseUri;
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
 *
 *   Established ── link lost, router keeps it ──► Suspended ── onOpen() ──► Joining, Challenged
 *       ▲                                             ▲                         │      │
 *       └──────────── WELCOME, resumed ───────────────│─────────────────────────┘      │
 *                                                     └──────── link lost ─────────────┘
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

  private final ClientHandshake handshake;
  private final boolean resumable;
  private final ClientExchange exchange;

  private ClientSessionState state = new Joining(null);
  private @Nullable String token; // to come back with; null when the router does not let us
  private long received; // messages of the session since WELCOME

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
    this(realm, authenticator, requestsMax, invocationsMax, opaquePayloads, false);
  }

  /**
   * A session that has not said HELLO yet.
   *
   * @param resumable whether it is to outlast its link, if the router has that, too: then {@link
   *     ClientOutput.Suspended} comes instead of {@link ClientOutput.Left}.
   */
  public ClientSession(
      String realm,
      @Nullable ClientAuthenticator authenticator,
      int requestsMax,
      int invocationsMax,
      boolean opaquePayloads,
      boolean resumable) {
    Dict roles = opaquePayloads ? ClientRoles.WITH_OPAQUE_PAYLOADS : ClientRoles.ANNOUNCED;
    this.handshake = new ClientHandshake(realm, authenticator, roles);
    this.resumable = resumable;
    this.exchange = new ClientExchange(requestsMax, invocationsMax);
  }

  /** Whether requests can be made. */
  public boolean isEstablished() {
    return state instanceof Established || isSuspended();
  }

  /** Whether the session goes on when its link is lost. */
  public boolean outlastsLink() {
    return token != null;
  }

  /** Whether the session has no link at the moment, or one over which it has not come back yet. */
  public boolean isSuspended() {
    return switch (state) {
      case Suspended _ -> true;
      case Joining joining -> joining.lost() != null;
      case Challenged challenged -> challenged.lost() != null;
      case Established _, Closing _, Closed _ -> false;
    };
  }

  /** Whether {@link ClientOutput.Left} was said. */
  public boolean isClosed() {
    return state instanceof Closed;
  }

  /** Whether one more request may wait for an answer. */
  public boolean hasRoom() {
    return exchange.hasRoom();
  }

  /** A link is open: says HELLO. Call it first, and once more for each {@code Suspended}. */
  public void onOpen(TransportDetails link, Consumer<? super ClientOutput> out) {
    ResumeRequest resume = resumable ? ResumeRequest.WANTED : ResumeRequest.NONE;
    if (state instanceof Suspended suspended) {
      long lost = suspended.session().welcome().session();
      resume = new ResumeRequest(true, lost, token, received);
      state = suspended.toJoining();
    }
    try {
      out.accept(new ClientOutput.Send(handshake.hello(link, resume)));
    } catch (Refused refused) {
      left(CloseCause.REFUSED, refused.reason(), refused.sentence(), out);
      out.accept(new ClientOutput.CloseTransport(CloseCause.REFUSED));
    }
  }

  /** How this session proves who it is; null when it does not. */
  public @Nullable ClientAuthenticator proof() {
    return handshake.proof();
  }

  /** A message came from the router. */
  public void onMessage(Message message, Consumer<? super ClientOutput> out) {
    try {
      switch (state) {
        case Joining joining -> onJoining(joining, message, out);
        case Challenged challenged -> onChallenged(challenged, message, out);
        case Established established -> {
          received++;
          onEstablished(established, message, out);
        }
        case Closing _ -> onClosing(message, out);
        case Suspended _, Closed _ -> {}
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

  /** The link is gone, or could not be opened. */
  public void onLinkClosed(CloseCause cause, String detail, Consumer<? super ClientOutput> out) {
    Established kept = kept(cause);
    if (kept != null) {
      state = new Suspended(kept);
      out.accept(new ClientOutput.Suspended(cause, detail));
      return;
    }
    // After our GOODBYE a router may close without an answer; that is no loss.
    CloseCause why = state instanceof Closing ? CloseCause.NORMAL : cause;
    left(why, "", detail, out);
  }

  /** The session that outlasts the link; null when none does. */
  private @Nullable Established kept(CloseCause cause) {
    boolean isLoss =
        cause == CloseCause.PEER_CLOSED
            || cause == CloseCause.IO_ERROR
            || cause == CloseCause.PING_TIMEOUT;
    return switch (state) {
      case Established established -> isLoss && token != null ? established : null;
      case Joining joining -> joining.lost();
      case Challenged challenged -> challenged.lost();
      case Suspended suspended -> suspended.session();
      case Closing _, Closed _ -> null;
    };
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
      case Suspended _ -> close(CloseCause.SHUTDOWN, out);
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
    return exchange.request(message, out);
  }

  /**
   * Sends more arguments of a call that was made with {@code progress}.
   *
   * @param call under the id of the first one.
   * @return whether they went out: false when the call is settled or the session ended.
   */
  public boolean proceed(Call call, Consumer<? super ClientOutput> out) {
    if (!isEstablished() || !exchange.isWaiting(call.request())) {
      return false;
    }
    out.accept(new ClientOutput.Send(call));
    return true;
  }

  /** Asks the router to cancel a call; does nothing when the call is settled. */
  public void cancel(long request, Dict options, Consumer<? super ClientOutput> out) {
    if (isEstablished() && exchange.isWaiting(request)) {
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
    if (!exchange.isAnswered(answer) || !isEstablished()) {
      return false;
    }
    out.accept(new ClientOutput.Send(answer));
    return true;
  }

  ClientSessionState state() {
    return state;
  }

  private void onJoining(Joining joining, Message message, Consumer<? super ClientOutput> out) {
    switch (message) {
      case Welcome welcome -> onWelcome(joining.lost(), welcome, out);
      case Challenge challenge -> answer(challenge, joining.toChallenged(), out);
      case Abort abort -> onAbort(abort, out);
      default -> throw unexpected(message, "WELCOME, CHALLENGE or ABORT");
    }
  }

  private void onChallenged(
      Challenged challenged, Message message, Consumer<? super ClientOutput> out) {
    switch (message) {
      case Welcome welcome -> onWelcome(challenged.lost(), welcome, out);
      case Challenge challenge when challenged.round() < AUTH_ROUNDS_MAX ->
          answer(challenge, challenged.toChallenged(), out);
      case Abort abort -> onAbort(abort, out);
      default -> throw unexpected(message, "WELCOME or ABORT");
    }
  }

  private void onWelcome(
      @Nullable Established lost, Welcome welcome, Consumer<? super ClientOutput> out) {
    try {
      handshake.verify(welcome);
    } catch (Refused refused) {
      abort(refused.reason(), refused.sentence(), CloseCause.REFUSED, out);
      return;
    }
    Dict details = welcome.details();
    boolean canComeBack = resumable && details.bool(ResumeRequest.RESUMABLE, false);
    token = canComeBack ? details.string(ResumeRequest.NEXT_TOKEN) : null;
    if (lost == null) {
      state = new Established(welcome);
      out.accept(new ClientOutput.Joined(welcome));
    } else if (details.bool(ResumeRequest.RESUMED, false)
        && welcome.session() == lost.welcome().session()) {
      state = lost;
      out.accept(new ClientOutput.Resumed(details.integer(ResumeRequest.RECEIVED, -1)));
    } else { // it is in a new session, which nobody asked for
      out.accept(new ClientOutput.Send(new Goodbye(Dict.EMPTY, CloseUri.NORMAL)));
      left(CloseCause.PEER_CLOSED, "", "the router did not keep the session", out);
      out.accept(new ClientOutput.CloseTransport(CloseCause.NORMAL));
    }
  }

  private void answer(Challenge challenge, Challenged next, Consumer<? super ClientOutput> out) {
    Message authenticate;
    try {
      authenticate = handshake.answer(challenge);
    } catch (Refused refused) {
      abort(refused.reason(), refused.sentence(), CloseCause.REFUSED, out);
      return;
    }
    state = next;
    out.accept(new ClientOutput.Send(authenticate));
  }

  private void onEstablished(
      Established established, Message message, Consumer<? super ClientOutput> out) {
    switch (message) {
      case Goodbye goodbye -> onGoodbye(goodbye, out);
      case Abort abort -> onAbort(abort, out);
      default -> {
        if (!exchange.onMessage(message, out)) {
          throw unexpected(message, "a message of session " + established.welcome().session());
        }
      }
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
    exchange.clear();
    out.accept(new ClientOutput.Left(cause, reason, detail));
  }

  private static ProtocolViolation unexpected(Message message, String expected) {
    return new ProtocolViolation("expected " + expected + ", got " + message.name());
  }
}
