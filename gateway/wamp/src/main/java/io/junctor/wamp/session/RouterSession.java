package io.junctor.wamp.session;

import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Authenticator;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.EventReceived;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.session.RouterSessionState.Authenticating;
import io.junctor.wamp.session.RouterSessionState.AwaitingHello;
import io.junctor.wamp.session.RouterSessionState.Closed;
import io.junctor.wamp.session.RouterSessionState.Closing;
import io.junctor.wamp.session.RouterSessionState.Deciding;
import io.junctor.wamp.session.RouterSessionState.Established;
import io.junctor.wamp.session.RouterSessionState.Joining;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The router's side of one session, from HELLO to the end, as a state machine without I/O.
 *
 * <pre>
 *                 HELLO, no proof needed
 *   AwaitingHello ───────────────────────► Established ──── close(GOODBYE) ───► Closing
 *        │   │        AUTHENTICATE good ▲       │                                  │
 *        │   └─ HELLO ─► Authenticating ┘       │ GOODBYE, close(ABORT),           │ GOODBYE,
 *        │                 │ ▲   ▼              │ violation, link lost             │ timeout, link lost
 *        │                 │ Deciding           │                                  │
 *        └──────── refused ────┴────────────────┴──────────► Closed ◄──────────────┘
 * </pre>
 *
 * <p>Owner: whoever owns the session at the moment, one thread at a time. Until {@link
 * SessionOutput.Joined} that is the transport's thread (authenticators run there), afterwards the
 * realm loop, to which the shell posts every further input. Outputs are handed to the consumer in
 * order, during the call.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-sessions-3">WAMP: Sessions</a>
 */
public final class RouterSession {

  /** How long a peer may take from opening the link to the end of the authentication. */
  public static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  /** How long a peer may take to answer GOODBYE; some clients never do. */
  public static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(2);

  /** Challenges in one handshake: SCRAM needs two, nothing known needs more than three. */
  private static final int AUTH_ROUNDS_MAX = 4;

  // per router
  private final Realms realms;
  private final IdGenerator sessionIds;

  // per session
  private final TransportDetails transport;
  private RouterSessionState state = new AwaitingHello();

  /**
   * A session on a link that has just opened.
   *
   * @param realms where the name in HELLO is looked up.
   * @param sessionIds gives the session id.
   * @param transport the link.
   */
  public RouterSession(Realms realms, IdGenerator sessionIds, TransportDetails transport) {
    this.realms = realms;
    this.sessionIds = sessionIds;
    this.transport = transport;
  }

  /** A message came from the peer. */
  public void onMessage(Message message, Consumer<? super SessionOutput> out) {
    try {
      switch (state) {
        case AwaitingHello awaiting -> onFirst(awaiting, message, out);
        case Authenticating authenticating -> onAnswer(authenticating, message, out);
        case Deciding _ -> onTooEarly(message, out);
        case Established established -> onOpen(established, message, out);
        case Closing closing -> onClosing(closing, message, out);
        case Closed _ -> {}
      }
    } catch (ProtocolViolation violation) {
      onViolation(violation, out);
    }
  }

  /**
   * The peer broke the protocol: with bytes that are no message, or with a message the realm cannot
   * accept.
   */
  public void onViolation(ProtocolViolation violation, Consumer<? super SessionOutput> out) {
    close(
        abort(violation.reason(), String.valueOf(violation.getMessage())),
        CloseCause.PROTOCOL_VIOLATION,
        out);
  }

  /**
   * The time for the current step is over: the handshake took too long or GOODBYE stayed without
   * answer. Does nothing in an open session.
   */
  public void onTimeout(Consumer<? super SessionOutput> out) {
    switch (state) {
      case Joining _ ->
          close(
              abort(ErrorUri.TIMEOUT, "no complete handshake in time"),
              CloseCause.HANDSHAKE_TIMEOUT,
              out);
      case Closing closing -> finish(closing, out);
      case Established _, Closed _ -> {}
    }
  }

  /** The link is gone, whoever closed it. */
  public void onTransportClosed(CloseCause cause, Consumer<? super SessionOutput> out) {
    RouterSessionState before = state;
    state = before.toClosed();
    if (before instanceof Established) {
      out.accept(new SessionOutput.Left(cause));
    }
  }

  /** Whether a HELLO was accepted and the session has not ended. */
  public boolean isEstablished() {
    return state instanceof Established;
  }

  /** Whether nothing more is expected of this session. */
  public boolean isClosed() {
    return state instanceof Closed;
  }

  /**
   * Ends the session from the router's side with GOODBYE and waits for the peer's GOODBYE. Before
   * the session is open it becomes an ABORT.
   */
  public void close(Goodbye goodbye, CloseCause cause, Consumer<? super SessionOutput> out) {
    switch (state) {
      case Joining _ ->
          close(new Abort(goodbye.details(), goodbye.reason(), Payload.NONE), cause, out);
      case Established established -> {
        state = established.toClosing(cause);
        if (goodbye.reason().equals(CloseUri.LOGOUT)) { // it was killed with that reason
          out.accept(new SessionOutput.LoggedOut(established.details()));
        }
        out.accept(new SessionOutput.Left(cause));
        out.accept(new SessionOutput.Send(goodbye));
        out.accept(new SessionOutput.AwaitGoodbye());
      }
      case Closing _, Closed _ -> {}
    }
  }

  /** Ends the session from the router's side with ABORT; no answer is expected. */
  public void close(Abort abort, CloseCause cause, Consumer<? super SessionOutput> out) {
    RouterSessionState before = state;
    if (before instanceof Closed) {
      return;
    }
    state = before.toClosed();
    if (before instanceof Established) {
      out.accept(new SessionOutput.Left(cause));
    }
    out.accept(new SessionOutput.Send(abort));
    out.accept(new SessionOutput.CloseTransport(cause));
  }

  /**
   * The session that has just joined is another one, which it came back to.
   *
   * @param original what the realm knows of it.
   */
  public void onResumed(SessionDetails original) {
    if (state instanceof Established) {
      state = new Established(original);
    }
  }

  /**
   * The session goes on without this link: for this one it is over, and for its realm it is not.
   */
  public void onParked() {
    state = state.toClosed();
  }

  RouterSessionState state() {
    return state;
  }

  private void onFirst(
      AwaitingHello awaiting, Message message, Consumer<? super SessionOutput> out) {
    switch (message) {
      case Hello hello -> onHello(awaiting, hello, out);
      case Abort _ -> onPeerAbort(out);
      default -> throw unexpected(message, "before HELLO");
    }
  }

  private void onHello(AwaitingHello awaiting, Hello hello, Consumer<? super SessionOutput> out) {
    Authenticator authenticator = realms.authenticator(hello.realm());
    if (authenticator == null) {
      refuse(ErrorUri.NO_SUCH_REALM, "there is no realm " + hello.realm(), out);
      return;
    }
    // "A Client can support any combination of the above roles but must support at least one role."
    // https://wamp-proto.org/wamp_latest_ietf.html#name-hello
    if (!PeerRoles.parse(hello.details()).hasClientRole()) {
      refuse(
          ErrorUri.NO_SUCH_ROLE,
          "HELLO: expected one of publisher, subscriber, caller, callee in roles",
          out);
      return;
    }
    proceed(awaiting, hello, authenticator.begin(hello, transport), out);
  }

  private void proceed(
      Joining joining, Hello hello, AuthStep step, Consumer<? super SessionOutput> out) {
    switch (step) {
      case AuthStep.Accept accept -> {
        SessionDetails details = details(hello, accept);
        state = joining.toEstablished(details);
        out.accept(new SessionOutput.Joined(details, ResumeRequest.parse(hello.details())));
      }
      case AuthStep.Deny deny -> refuse(deny.reason(), deny.message(), out);
      case AuthStep.Ask _ when joining.round() >= AUTH_ROUNDS_MAX ->
          refuse(ErrorUri.AUTHENTICATION_FAILED, "too many rounds of authentication", out);
      case AuthStep.Ask ask -> {
        state = joining.toAuthenticating(hello, ask.pending());
        out.accept(new SessionOutput.Send(ask.challenge()));
      }
      case AuthStep.Later later -> {
        state = joining.toDeciding(hello);
        out.accept(new SessionOutput.AwaitStep(later.next()));
      }
    }
  }

  /**
   * What {@link SessionOutput.AwaitStep} waited for has come. Does nothing when the session has
   * ended meanwhile.
   */
  public void onStep(Supplier<AuthStep> next, Consumer<? super SessionOutput> out) {
    if (state instanceof Deciding deciding) {
      try {
        proceed(deciding, deciding.hello(), next.get(), out);
      } catch (ProtocolViolation violation) {
        onViolation(violation, out);
      }
    }
  }

  private void onTooEarly(Message message, Consumer<? super SessionOutput> out) {
    if (!(message instanceof Abort)) {
      throw unexpected(message, "before WELCOME or CHALLENGE");
    }
    onPeerAbort(out);
  }

  private void onAnswer(
      Authenticating authenticating, Message message, Consumer<? super SessionOutput> out) {
    switch (message) {
      case Authenticate authenticate -> onAuthenticate(authenticating, authenticate, out);
      case Abort _ -> onPeerAbort(out);
      default -> throw unexpected(message, "while AUTHENTICATE is awaited");
    }
  }

  private void onAuthenticate(
      Authenticating authenticating,
      Authenticate authenticate,
      Consumer<? super SessionOutput> out) {
    AuthStep step = authenticating.pending().answer(authenticate);
    proceed(authenticating, authenticating.hello(), step, out);
  }

  private void onOpen(
      Established established, Message message, Consumer<? super SessionOutput> out) {
    switch (message) {
      case Publish _, Subscribe _, Unsubscribe _, EventReceived _ ->
          out.accept(new SessionOutput.Forward(message));
      case Call _, Cancel _, Register _, Unregister _, Yield _ ->
          out.accept(new SessionOutput.Forward(message));
      case ErrorMessage error -> onError(error, out);
      case Goodbye goodbye -> onGoodbye(established, goodbye, out);
      case Abort _ -> onPeerAbort(out);
      // "It is a protocol error to receive a second HELLO message during the lifetime of the
      // session and the Peer MUST close the session if that happens."
      // https://wamp-proto.org/wamp_latest_ietf.html#name-hello
      case Hello _, Authenticate _ -> throw unexpected(message, "in an open session");
      case Welcome _, Challenge _, Published _, Subscribed _, Unsubscribed _, Event _ ->
          throw unexpected(message, "from a client");
      case Result _, Registered _, Unregistered _, Invocation _, Interrupt _ ->
          throw unexpected(message, "from a client");
    }
  }

  // Protocol errors: "Receiving ERROR message with invalid REQUEST.Type."
  // https://wamp-proto.org/wamp_latest_ietf.html#name-protocol-errors
  private static void onError(ErrorMessage error, Consumer<? super SessionOutput> out) {
    if (error.requestType() != Invocation.CODE) {
      throw new ProtocolViolation(
          "ERROR: expected REQUEST.Type 68 (INVOCATION) from a client, got " + error.requestType());
    }
    out.accept(new SessionOutput.Forward(error));
  }

  private void onGoodbye(
      Established established, Goodbye goodbye, Consumer<? super SessionOutput> out) {
    state = established.toClosed();
    if (goodbye.reason().equals(CloseUri.LOGOUT)) {
      out.accept(new SessionOutput.LoggedOut(established.details()));
    }
    out.accept(new SessionOutput.Left(CloseCause.NORMAL));
    out.accept(new SessionOutput.Send(new Goodbye(Dict.EMPTY, CloseUri.GOODBYE_AND_OUT)));
    out.accept(new SessionOutput.CloseTransport(CloseCause.NORMAL));
  }

  // State chart, transition 14: "Received other / ignore".
  private void onClosing(Closing closing, Message message, Consumer<? super SessionOutput> out) {
    if (message instanceof Goodbye || message instanceof Abort) {
      finish(closing, out);
    }
  }

  // "No response to an ABORT message is expected."
  private void onPeerAbort(Consumer<? super SessionOutput> out) {
    onTransportClosed(CloseCause.PEER_CLOSED, out);
    out.accept(new SessionOutput.CloseTransport(CloseCause.PEER_CLOSED));
  }

  private void finish(Closing closing, Consumer<? super SessionOutput> out) {
    state = closing.toClosed();
    out.accept(new SessionOutput.CloseTransport(closing.cause()));
  }

  private void refuse(String reason, String message, Consumer<? super SessionOutput> out) {
    close(abort(reason, message), CloseCause.REFUSED, out);
  }

  private SessionDetails details(Hello hello, AuthStep.Accept accept) {
    PeerRoles roles = PeerRoles.parse(hello.details());
    long session = accept.session() == 0 ? sessionIds.next() : accept.session();
    return new SessionDetails(
        session,
        hello.realm(),
        accept.identity(),
        roles,
        transport,
        accept.authextra(),
        hello.details().string(SessionDetails.SLOW_READER));
  }

  private static Abort abort(String reason, String message) {
    return new Abort(Dict.of("message", message), reason, Payload.NONE);
  }

  private static ProtocolViolation unexpected(Message message, String when) {
    return new ProtocolViolation("did not expect " + message.name() + " " + when);
  }
}
