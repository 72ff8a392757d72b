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

  /** The link is open, nothing was said. */
  record AwaitingHello() implements RouterSessionState {
    Authenticating toAuthenticating(Hello hello, AuthStep.Pending pending) {
      return new Authenticating(hello, pending, 1);
    }

    Established toEstablished(SessionDetails details) {
      return new Established(details);
    }
  }

  /**
   * A challenge is out.
   *
   * @param hello what the client asked for.
   * @param pending judges the answer.
   * @param round how many challenges went out, from 1.
   */
  record Authenticating(Hello hello, AuthStep.Pending pending, int round)
      implements RouterSessionState {
    Authenticating toAuthenticating(AuthStep.Pending next) {
      return new Authenticating(hello, next, round + 1);
    }

    Established toEstablished(SessionDetails details) {
      return new Established(details);
    }
  }

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
