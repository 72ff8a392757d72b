package io.junctor.wamp.session;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.CloseCause;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs to come back to its session over another link: the token that WELCOME gave,
 * and how much it has received. Owner: the one of its {@link ClientSession}.
 */
final class ClientResumption {

  private final boolean wanted;
  private @Nullable String token; // null when the router does not let us
  private long received; // messages of the session since WELCOME

  /**
   * Of a session that has not begun.
   *
   * @param wanted whether it is to outlast its link.
   */
  ClientResumption(boolean wanted) {
    this.wanted = wanted;
  }

  /** What HELLO says of a new session. */
  ResumeRequest first() {
    return wanted ? ResumeRequest.WANTED : ResumeRequest.NONE;
  }

  /** What HELLO says to come back to a session. */
  ResumeRequest back(Welcome lost) {
    return new ResumeRequest(true, lost.session(), token, received);
  }

  /** A message of the session came. */
  void onReceived() {
    received++;
  }

  /** We are welcome, for the first time or again; each time there is another token. */
  void onWelcome(Dict details) {
    boolean canComeBack = wanted && details.bool(ResumeRequest.RESUMABLE, false);
    token = canComeBack ? details.string(ResumeRequest.NEXT_TOKEN) : null;
  }

  /** Whether this WELCOME is one back to the session. */
  static boolean isBack(Welcome welcome, Welcome lost) {
    return welcome.details().bool(ResumeRequest.RESUMED, false)
        && welcome.session() == lost.session();
  }

  /** How many of our messages the router has received; negative when it does not say. */
  static long arrived(Welcome welcome) {
    return welcome.details().integer(ResumeRequest.RECEIVED, -1);
  }

  /** Whether the router keeps the session when its link is lost. */
  boolean isPossible() {
    return token != null;
  }

  /** Whether the session outlasts a link that ended so: by nobody's will. */
  boolean isPossibleAfter(CloseCause cause) {
    return isPossible()
        && (cause == CloseCause.PEER_CLOSED
            || cause == CloseCause.IO_ERROR
            || cause == CloseCause.PING_TIMEOUT);
  }
}
