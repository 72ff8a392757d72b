package io.junctor.wamp.session;

import io.junctor.wamp.message.Welcome;
import org.jspecify.annotations.Nullable;

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

  /**
   * HELLO is out, or about to be.
   *
   * @param lost the session that we come back to; null for a new one.
   */
  record Joining(@Nullable Established lost) implements ClientSessionState {
    Challenged toChallenged() {
      return new Challenged(1, lost);
    }
  }

  /**
   * AUTHENTICATE is out.
   *
   * @param round how many challenges were answered, from 1.
   * @param lost the session that we come back to; null for a new one.
   */
  record Challenged(int round, @Nullable Established lost) implements ClientSessionState {
    Challenged toChallenged() {
      return new Challenged(round + 1, lost);
    }
  }

  /** In the realm. */
  record Established(Welcome welcome) implements ClientSessionState {
    Closing toClosing() {
      return new Closing();
    }
  }

  /** In the realm, and without a link. */
  record Suspended(Established session) implements ClientSessionState {
    Joining toJoining() {
      return new Joining(session);
    }
  }

  /** Our GOODBYE is out and its answer awaited. */
  record Closing() implements ClientSessionState {}

  /** Over; everything that still comes is ignored. */
  record Closed() implements ClientSessionState {}
}
