package io.junctor.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the links of each host that have not joined yet. Without a bound one host could hold so
 * many for the whole time of a handshake that nobody else gets one. Any thread; as many entries as
 * links at most.
 */
final class HalfOpen {

  private final int perHostMax;
  private final Map<String, Integer> links = new ConcurrentHashMap<>(); // host -> not joined

  HalfOpen(int perHostMax) {
    this.perHostMax = perHostMax;
  }

  /** A link begins; false when its host has too many already. */
  boolean begin(String peer) {
    boolean[] admitted = new boolean[1];
    links.compute(
        PeerHost.of(peer),
        (_, count) -> {
          int before = count == null ? 0 : count;
          admitted[0] = before < perHostMax;
          return admitted[0] ? Integer.valueOf(before + 1) : count;
        });
    return admitted[0];
  }

  /** A link that began has joined or ended. */
  void end(String peer) {
    links.computeIfPresent(PeerHost.of(peer), (_, count) -> count == 1 ? null : count - 1);
  }

  /** How many hosts have such links. */
  int size() {
    return links.size();
  }
}
