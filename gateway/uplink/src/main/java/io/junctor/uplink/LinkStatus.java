package io.junctor.uplink;

import io.junctor.component.session.WampSession;
import io.junctor.store.OutboxReader;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps {@link LinkState} and publishes it when it changes. Any thread. */
final class LinkStatus implements PumpReport {

  private final UplinkSettings settings;
  private final String remote;
  private final @Nullable OutboxReader reader;
  private final Supplier<@Nullable String> troubles; // of the outbox
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();

  // under the lock
  private boolean online;
  private @Nullable String reason = "starting";
  private @Nullable String problem; // of the pump
  private LinkState.Value value = LinkState.Value.OFFLINE;
  private Instant since = Instant.now();
  private @Nullable LinkState published;
  private @Nullable WampSession publisher;

  LinkStatus(
      UplinkSettings settings,
      String remote,
      @Nullable OutboxReader reader,
      Supplier<@Nullable String> troubles) {
    this.settings = settings;
    this.remote = remote;
    this.reader = reader;
    this.troubles = troubles;
  }

  /** Counts live events that were dropped. */
  AtomicLong dropped() {
    return dropped;
  }

  void online(WampSession here) {
    change(true, null);
    refresh(here);
  }

  void offline(WampSession here, String why) {
    change(false, why);
    refresh(here);
  }

  private void change(boolean isOnline, @Nullable String why) {
    lock.lock();
    try {
      online = isOnline;
      reason = why;
      problem = isOnline ? problem : null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void problem(@Nullable String sentence) {
    lock.lock();
    try {
      problem = sentence;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void refused() {
    refused.incrementAndGet();
  }

  /** The state at this moment. */
  LinkState now() {
    String trouble = troubles.get();
    lock.lock();
    try {
      String hindrance = problem == null ? trouble : problem;
      LinkState.Value present =
          !online
              ? LinkState.Value.OFFLINE
              : hindrance == null ? LinkState.Value.ONLINE : LinkState.Value.DEGRADED;
      if (present != value) {
        value = present;
        since = Instant.now();
      }
      long backlog = reader == null ? 0 : reader.backlog();
      return new LinkState(
          value, online ? hindrance : reason, since, backlog, dropped.get(), refused.get(), remote);
    } finally {
      lock.unlock();
    }
  }

  /** Publishes the state if it is another than the session published last. */
  void refresh(WampSession here) {
    LinkState state = now();
    lock.lock();
    try {
      if (state.equals(published) && here == publisher) {
        return;
      }
      published = state;
      publisher = here;
    } finally {
      lock.unlock();
    }
    Payload payload = Serializers.of(here.format()).payload(List.of(), state.kwargs(Instant.now()));
    // not excluding ourselves: by rule it crosses like any other state
    Dict options = Dict.of("retain", true, "exclude_me", false);
    var _ = here.publish(settings.statusTopic(), options, payload);
  }
}
