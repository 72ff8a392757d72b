package io.junctor.router;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Calls of one caller that ended while more of their arguments may be on the way: what still comes
 * is late, and discarded.
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-progressive-call-invocation">WAMP:
 *     Progressive Call Invocations, Continuations on Completed Calls</a>
 */
@OwnedBy("realm loop")
final class EndedStreams {

  /** What a caller sends into a call after a thousand newer ones have ended is no longer late. */
  private static final int MAX = 1024;

  private final Set<Long> requests = new LinkedHashSet<>(); // oldest first

  /** The call ended. */
  void add(long request) {
    requests.add(request);
    if (requests.size() > MAX) {
      requests.remove(requests.iterator().next());
    }
  }

  /** Whether a CALL with this id is late and no new one. */
  boolean has(long request) {
    return requests.contains(request);
  }

  /** The last CALL of the stream has come. */
  void forget(long request) {
    requests.remove(request);
  }
}
