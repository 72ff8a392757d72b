package io.junctor.wamp.session;

import io.junctor.wamp.message.Welcome;

/**
 * Where a session is in its life, seen by the client. Each state offers only its legal transitions.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-sessions-3">WAMP: Sessions</a>
 */
sealed interface ClientSessionState {

  /** The end can come in every state. */
  default Closed toClosed() {
    return new Closed();
  }

  /** HELLO is out, or about to be. */
  record Joining() implements ClientSessionState {
    Challenged toChallenged() {
      return new Challenged(1);
    }

    Established toEstablished(Welcome welcome) {
      return new Established(welcome);
    }
  }

  /**
   * AUTHENTICATE is out.
   *
   * @param round how many challenges were answered, from 1.
   */
  record Challenged(int round) implements ClientSessionState {
    Challenged toChallenged() {
      return new Challenged(round + 1);
    }

    Established toEstablished(Welcome welcome) {
      return new Established(welcome);
    }
  }

  /** In the realm. */
  record Established(Welcome welcome) implements ClientSessionState {
    Closing toClosing() {
      return new Closing();
    }
  }

  /** Our GOODBYE is out and its answer awaited. */
  record Closing() implements ClientSessionState {}

  /** Over; everything that still comes is ignored. */
  record Closed() implements ClientSessionState {}
}
