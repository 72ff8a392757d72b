package io.junctor.router;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The node keys of one subscription, and which of the nodes a resource belongs to.
 *
 * <p>The specification names the keys and leaves the rest open; the reading chosen here: an event
 * with a resource key goes to the sessions of one node, always the same one while the nodes are the
 * same, and when a node comes or goes only its own resources move (rendezvous hashing). Sessions
 * without a node key get every event, and an event without a resource key goes to all.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-sharded-subscription">WAMP:
 *     Sharded Subscription</a>
 */
@OwnedBy("realm loop")
final class Nodes {

  private static final long OFFSET_BASIS = 0xcbf29ce484222325L; // FNV-1a, 64 bit
  private static final long PRIME = 0x100000001b3L;

  private final Map<Long, String> nodes = new HashMap<>(); // session -> its node key

  /** Sets the node of a session; null takes it away. */
  void set(long session, @Nullable String node) {
    if (node == null) {
      nodes.remove(session);
    } else {
      nodes.put(session, node);
    }
  }

  boolean isEmpty() {
    return nodes.isEmpty();
  }

  /** The node the resource belongs to. */
  String nodeOf(String resource) {
    String best = "";
    long bestScore = 0;
    for (String node : nodes.values()) {
      long score = score(node, resource);
      if (best.isEmpty() || score > bestScore || (score == bestScore && node.compareTo(best) > 0)) {
        best = node;
        bestScore = score;
      }
    }
    return best;
  }

  /** Whether the session is of that node, or of none. */
  boolean takes(long session, String node) {
    String own = nodes.get(session);
    return own == null || own.equals(node);
  }

  private static long score(String node, String resource) {
    long hash = hash(hash(hash(OFFSET_BASIS, node), "\0"), resource);
    // the last step of SplitMix64: without it near keys have near scores
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }

  private static long hash(long start, String text) {
    long hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return hash;
  }
}
