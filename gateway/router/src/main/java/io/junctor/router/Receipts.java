package io.junctor.router;

import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Publications that are acknowledged only when their subscribers have acknowledged the events: a
 * sketch of wamp-proto issue 280 with the names that Autobahn and Crossbar use.
 *
 * <p>PUBLISH with {@code acknowledge} and {@code x_acknowledged_delivery} gives EVENTs with {@code
 * x_acknowledged_delivery}. Every receiver that announced {@code x_acknowledged_event_delivery} as
 * a subscriber answers with EVENT_RECEIVED. When all have, or have left, the publisher gets
 * PUBLISHED; when that takes too long it gets ERROR {@code wamp.error.timeout}, although the event
 * was sent. Nothing is sent twice.
 */
@OwnedBy("realm loop")
final class Receipts {

  /** The option of PUBLISH and the detail of EVENT. */
  static final String OPTION = "x_acknowledged_delivery";

  /** Publications that wait at once in a realm: each holds the ids of its receivers. */
  static final int PENDING_MAX = 1024;

  private record Pending(Member publisher, long request, Set<Long> missing, Instant deadline) {}

  private final Duration timeout;
  private final Errors errors;
  private final Map<Long, Pending> pending = new LinkedHashMap<>(); // publication -> who waits

  Receipts(Duration timeout, Errors errors) {
    this.timeout = timeout;
    this.errors = errors;
  }

  /** Whether the publication is acknowledged by its receivers first. */
  static boolean areWanted(Publication publication) {
    return publication.acknowledge() != 0 && publication.options().bool(OPTION, false);
  }

  /**
   * Asked before a publication is accepted.
   *
   * @throws WampError when too many wait already.
   */
  void requireRoom() {
    if (pending.size() >= PENDING_MAX) {
      throw new WampError(
          RouterErrors.LIMIT_EXCEEDED,
          "at most " + PENDING_MAX + " publications wait for receipts");
    }
  }

  /** Whether the receiver answers EVENT. */
  static boolean areGivenBy(Member receiver) {
    return receiver.supports(Role.SUBSCRIBER, Feature.X_ACKNOWLEDGED_EVENT_DELIVERY);
  }

  /** The publication was sent; its publisher hears of it when nobody is missing any more. */
  void await(Publication publication, Member publisher, Set<Long> receivers, Turn turn) {
    Pending waiting =
        new Pending(publisher, publication.acknowledge(), receivers, turn.now().plus(timeout));
    if (!isComplete(publication.id(), waiting, turn)) {
      pending.put(publication.id(), waiting);
    }
  }

  private static boolean isComplete(long publication, Pending waiting, Turn turn) {
    if (waiting.missing().isEmpty()) {
      turn.send(waiting.publisher(), new Published(waiting.request(), publication));
      return true;
    }
    return false;
  }

  /** EVENT_RECEIVED; one that nobody waits for is late, or of a retained event. */
  void onReceived(Member subscriber, long publication, Turn turn) {
    Pending waiting = pending.get(publication);
    if (waiting != null
        && waiting.missing().remove(subscriber.id())
        && isComplete(publication, waiting, turn)) {
      pending.remove(publication);
    }
  }

  /** The member is gone: nobody waits for it, and what it waited for is not told. */
  void leave(Member member, Turn turn) {
    Iterator<Map.Entry<Long, Pending>> entries = pending.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Long, Pending> entry = entries.next();
      Pending waiting = entry.getValue();
      boolean removed = waiting.missing().remove(member.id());
      if (waiting.publisher() == member || (removed && isComplete(entry.getKey(), waiting, turn))) {
        entries.remove();
      }
    }
  }

  /** When the oldest is given up; null when none waits. */
  @Nullable Instant nextDeadline() {
    return pending.isEmpty() ? null : pending.values().iterator().next().deadline();
  }

  /** Gives up what has waited too long. */
  void onTime(Turn turn) {
    Iterator<Pending> oldest = pending.values().iterator();
    while (oldest.hasNext()) {
      Pending waiting = oldest.next();
      if (waiting.deadline().isAfter(turn.now())) {
        return;
      }
      oldest.remove();
      errors.send(
          waiting.publisher(),
          Publish.CODE,
          waiting.request(),
          ErrorUri.TIMEOUT,
          "published, but " + waiting.missing().size() + " subscribers have not acknowledged it",
          turn);
    }
  }
}
