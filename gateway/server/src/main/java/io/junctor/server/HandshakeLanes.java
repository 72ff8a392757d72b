package io.junctor.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Shares the handshake threads between the hosts that links come from: each host has one task at a
 * time in work, and they take turns. A proof costs tens of milliseconds, so without turns one host
 * with wrong tickets keeps everybody else waiting until their handshakes time out.
 *
 * <p>Any thread. There are at most as many lanes as links.
 */
final class HandshakeLanes {

  private final Executor threads;
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>(); // host -> its lane

  private record Lane(Mailbox tasks, int links) {}

  HandshakeLanes(Executor threads) {
    this.threads = threads;
  }

  /** A link from the peer begins; its tasks go to what is returned. */
  Executor open(String peer) {
    return lanes
            .merge(
                PeerHost.of(peer),
                new Lane(new Mailbox(threads, 1), 1),
                (lane, _) -> new Lane(lane.tasks(), lane.links() + 1))
            .tasks()
        ::post;
  }

  /** A link from the peer has ended; what it posted is still done. */
  void close(String peer) {
    lanes.computeIfPresent(
        PeerHost.of(peer),
        (_, lane) -> lane.links() == 1 ? null : new Lane(lane.tasks(), lane.links() - 1));
  }

  /** How many hosts have links. */
  int size() {
    return lanes.size();
  }
}
