package io.junctor.server;

import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.transport.CloseCause;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of a realm that have lost their link, each until its client is back, its time is
 * over or there are too many. Realm loop.
 */
final class Parking {

  private static final Logger log = LoggerFactory.getLogger(Parking.class);

  private final ResumeLimits limits;
  private final RealmLoop.Timer timer;
  private final Consumer<ParkedSession> end;
  private final Map<ParkedSession, Future<?>> parked = new LinkedHashMap<>(); // -> its end by time

  /**
   * Nobody yet.
   *
   * @param end ends a session for its realm, later, on the realm's loop; any thread.
   */
  Parking(ResumeLimits limits, RealmLoop.Timer timer, Consumer<ParkedSession> end) {
    this.limits = limits;
    this.timer = timer;
    this.end = end;
  }

  ResumeLimits limits() {
    return limits;
  }

  /** A session has lost its link. */
  ParkedSession park(Resumable session, Serializer serializer, CloseCause cause) {
    if (parked.size() >= limits.parkedMax()) {
      ParkedSession longest = parked.keySet().iterator().next();
      log.info("session={} cause=limit: more than {} wait", longest.id(), limits.parkedMax());
      end.accept(longest);
    }
    ParkedSession one = new ParkedSession(session, serializer, cause, end, this::onKicked);
    parked.put(one, timer.after(limits.keepFor(), () -> end.accept(one)));
    return one;
  }

  /** It waits no more; whether it did. */
  boolean remove(ParkedSession one) {
    Future<?> timeout = parked.remove(one);
    if (timeout == null) {
      return false;
    }
    timeout.cancel(false);
    return true;
  }

  private void onKicked(ParkedSession one) {
    remove(one);
    one.session().end();
  }

  int size() {
    return parked.size();
  }
}
