package io.junctor.router;

import io.junctor.wamp.transport.CloseCause;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All places that are kept for callees to come back, the one that ends next first. */
@OwnedBy("realm loop")
final class Orphans {

  /**
   * At most so many, then the one that would end next ends at once: about 2 MiB, an edge with a
   * thousand properties several times over.
   */
  static final int MAX = 4096;

  private final TreeSet<Orphan> byDeadline = new TreeSet<>(Orphans::byDeadline);

  private static int byDeadline(Orphan one, Orphan other) {
    int deadlines = one.deadline().compareTo(other.deadline());
    if (deadlines != 0) {
      return deadlines;
    }
    int ids = Long.compare(one.registration().id(), other.registration().id());
    return ids != 0 ? ids : Long.compare(one.place(), other.place());
  }

  void add(Orphan orphan) {
    byDeadline.add(orphan);
  }

  void remove(Orphan orphan) {
    byDeadline.remove(orphan);
  }

  /** The one that ends next, if it is overdue or one too many; null when all may stay. */
  @Nullable Orphan firstToEnd(Instant now) {
    if (byDeadline.isEmpty()) {
      return null;
    }
    Orphan first = byDeadline.first();
    return byDeadline.size() > MAX || !first.deadline().isAfter(now) ? first : null;
  }

  /** A snapshot of those who fit. */
  List<Orphan> where(Predicate<Orphan> fits) {
    return byDeadline.stream().filter(fits).toList();
  }

  /** When the next one ends; null when there is none. */
  @Nullable Instant nextDeadline() {
    return byDeadline.isEmpty() ? null : byDeadline.first().deadline();
  }

  /** Whether the session went without a word and without anybody's will. */
  static boolean isLoss(CloseCause cause) {
    return switch (cause) {
      case PEER_CLOSED, PING_TIMEOUT, SLOW_READER, IO_ERROR, INTERNAL_ERROR -> true;
      case NORMAL, PROTOCOL_VIOLATION, HANDSHAKE_TIMEOUT, REFUSED, KILLED, LIMIT, SHUTDOWN -> false;
    };
  }
}
