package io.junctor.wamp.session;

import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.transport.CloseCause;

/**
 * Where a session is in its life, seen by the router. Each state offers only its legal transitions.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-sessions-3">WAMP: Sessions</a>
 */
sealed interface RouterSessionState {

  /** The end can come in every state. */
  default Closed toClosed() {
    return new Closed();
  }

  /** The peer wants to join and has not yet. */
  sealed interface Joining extends RouterSessionState {

    /** How many challenges went out. */
    int round();

    /** A challenge goes out. */
    default Authenticating toAuthenticating(Hello hello, AuthStep.Pending pending) {
      return new Authenticating(hello, pending, round() + 1);
    }

    /** The next step has to be waited for. */
    default Deciding toDeciding(Hello hello) {
      return new Deciding(hello, round());
    }

    /** Who it is is known. */
    default Established toEstablished(SessionDetails details) {
      return new Established(details);
    }
  }

  /** The link is open, nothing was said. */
  record AwaitingHello() implements Joining {
    @Override
    public int round() {
      return 0;
    }
  }

  /**
   * A challenge is out.
   *
   * @param hello what the client asked for.
   * @param pending judges the answer.
   * @param round how many challenges went out, from 1.
   */
  record Authenticating(Hello hello, AuthStep.Pending pending, int round) implements Joining {}

  /**
   * Somebody else decides how to go on; it is not the peer's turn.
   *
   * @param hello what the client asked for.
   * @param round how many challenges went out.
   */
  record Deciding(Hello hello, int round) implements Joining {}

  /** The session is open; its messages go to the realm. */
  record Established(SessionDetails details) implements RouterSessionState {
    Closing toClosing(CloseCause cause) {
      return new Closing(cause);
    }
  }

  /**
   * The router said GOODBYE and waits for the answer.
   *
   * @param cause why the router closes.
   */
  record Closing(CloseCause cause) implements RouterSessionState {}

  /** Over; everything that still comes is ignored. */
  record Closed() implements RouterSessionState {}
}
