package io.junctor.uplink;

import io.junctor.component.Backoff;
import io.junctor.component.session.JoinedSession;
import io.junctor.component.session.SessionEnd;
import io.junctor.component.session.SessionSettings;
import io.junctor.component.session.SessionSubscription;
import io.junctor.component.session.WampSession;
import io.junctor.store.Outbox;
import io.junctor.store.OutboxReader;
import io.junctor.store.StoreState;
import io.junctor.uplink.Answers.LinkException;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line between a realm of this router and a realm of another that keeps itself up.
 *
 * <pre>
 *   join here, offer the calls ──► join there ──► online ──► lost, switched off ──┐
 *        ▲                           ▲   │ failed                                  │
 *        │ session here lost         │   ▼                                         │
 *        └───────────────────────────┴── back off: 100 ms doubling to 30 s, ±30 % ◄┘
 * </pre>
 *
 * <p>The session here stays while the line is down: what is called across is answered {@code
 * wamp.error.unavailable} at once, and {@link LinkState} is published as the retained topic {@link
 * UplinkSettings#statusTopic}. Any thread.
 */
public final class Uplink implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Uplink.class);

  /** The name of the outbox's cursor. */
  private static final String DESTINATION = "uplink";

  /** A backlog that grows or shrinks, or trouble with the outbox, is told so often. */
  private static final Duration REFRESH = Duration.ofSeconds(1);

  /** A line that lasted so long is no part of a series of failures. */
  private static final Duration STABLE = Duration.ofSeconds(10);

  /**
   * Asks the other router to keep our procedures while the line is down, so that who calls them is
   * told that they are unavailable and not that there are none. The longest that Junctor takes;
   * other routers ignore it.
   */
  private static final Dict KEEP = Dict.of("_junctor_keep", Duration.ofDays(7).toMillis());

  private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(2);

  /** Calls that cross at once in each direction; a console has a handful open. */
  private static final int CALLS_MAX = 256;

  private final UplinkSettings settings;
  private final Connector local;
  private final Connector remote;
  private final @Nullable OutboxReader reader;
  private final LinkStatus status;
  private final Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextLong());
  private final Signal signal = new Signal();
  private final Thread thread;
  private volatile boolean enabled = true;
  private volatile boolean closed;
  private volatile @Nullable WampSession line; // to the other side; null while down
  private volatile @Nullable OutboxPump pump;

  private Uplink(
      UplinkSettings settings,
      Connector local,
      Connector remote,
      @Nullable OutboxReader reader,
      Supplier<@Nullable String> troubles) {
    this.settings = settings;
    this.local = local;
    this.remote = remote;
    this.reader = reader;
    this.status = new LinkStatus(settings, remote.target(), reader, troubles);
    this.thread = Thread.ofVirtual().name("uplink").unstarted(this::live);
  }

  /**
   * Starts an uplink; does not wait for the line.
   *
   * @param local joins the realm of this router.
   * @param remote joins the other.
   * @param outbox holds the durable topics; null when there are none.
   * @throws IOException when the outbox cannot be read.
   */
  public static Uplink start(
      UplinkSettings settings, Connector local, Connector remote, @Nullable Outbox outbox)
      throws IOException {
    OutboxReader reader = outbox == null ? null : outbox.reader(DESTINATION);
    Uplink uplink =
        new Uplink(settings, local, remote, reader, () -> outbox == null ? null : troubles(outbox));
    if (outbox != null) {
      outbox.onAppended(uplink::onAppended);
    }
    uplink.thread.start();
    return uplink;
  }

  private static @Nullable String troubles(Outbox outbox) {
    StoreState state = outbox.state();
    if (state.problem() != null) {
      return "the outbox takes nothing: " + state.problem();
    }
    return state.damaged() == 0
        ? null
        : "the outbox has lost records in " + state.damaged() + " files, kept as *.bad";
  }

  /** How the line is. */
  public LinkState state() {
    return status.now();
  }

  /** Whether the line shall be up. */
  public boolean isEnabled() {
    return enabled;
  }

  /** Cuts the line, or has it come up again; returns at once. */
  public void setEnabled(boolean shallBeUp) {
    enabled = shallBeUp;
    signal.wake();
  }

  private void onAppended() {
    OutboxPump running = pump;
    if (running != null) {
      running.wake();
    }
  }

  /** Leaves both realms; what is in the outbox stays. Waits for some seconds at most. */
  @Override
  public void close() {
    closed = true;
    signal.wake();
    try {
      if (!thread.join(GOODBYE_TIMEOUT.multipliedBy(3))) {
        log.warn("uplink does not end uplink={}", settings.id());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void live() {
    try {
      while (!closed) {
        WampSession here = session(settings.local());
        try {
          serve(here, Answers.join(here, local));
        } catch (LinkException | RuntimeException e) {
          log.warn("uplink not in its own realm uplink={} cause={}", settings.id(), e.toString());
          signal.await(backoff.next());
        } finally {
          leave(here);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static WampSession session(UplinkSettings.Side side) {
    return new WampSession(
        new SessionSettings(
            side.realm(),
            side.authenticator(),
            SessionSettings.REQUESTS_MAX_DEFAULT,
            CALLS_MAX,
            true));
  }

  private void serve(WampSession here, JoinedSession me)
      throws LinkException, InterruptedException {
    here.left().thenRun(signal::wake);
    new Presence(settings.id(), here).accept(settings.statusTopic(), true);
    CallForwarder calls = new CallForwarder(settings.id(), () -> line);
    register(here, settings.toRemote(), calls, Dict.EMPTY);
    while (!closed && !hasEnded(here)) {
      if (!enabled) {
        status.offline(here, "switched off");
        backoff.reset();
        signal.await(REFRESH);
        continue;
      }
      try {
        keepUp(here, me);
      } catch (LinkException e) {
        failed(here, e);
      }
    }
    status.offline(here, "the gateway is shutting down");
  }

  private void failed(WampSession here, LinkException failure) throws InterruptedException {
    Duration delay = backoff.next();
    String reason = String.valueOf(failure.getMessage());
    log.info("uplink down uplink={} next={}ms cause={}", settings.id(), delay.toMillis(), reason);
    status.offline(here, reason);
    Duration left = delay;
    while (left.isPositive() && !signal.await(left.compareTo(REFRESH) < 0 ? left : REFRESH)) {
      status.refresh(here);
      left = left.minus(REFRESH);
    }
  }

  /** Brings the line up and returns when it is down again. */
  private void keepUp(WampSession here, JoinedSession me)
      throws LinkException, InterruptedException {
    WampSession there = session(settings.remote());
    List<SessionSubscription> subscriptions = new ArrayList<>();
    Thread pumping = null;
    try {
      if (!joinRemote(here, there)) {
        return;
      }
      there.left().thenRun(signal::wake);
      long since = System.nanoTime();
      open(here, there, subscriptions);
      pumping = startPump(me, there);
      status.online(here);
      log.info("uplink up uplink={} to {}", settings.id(), remote.target());
      waitForEnd(here, there);
      line = null;
      if (isWanted()) {
        status.offline(here, lost(there)); // before the cleaning up, which takes its time
      }
      if (System.nanoTime() - since >= STABLE.toNanos()) {
        backoff.reset();
      }
    } finally {
      line = null;
      subscriptions.forEach(SessionSubscription::unsubscribe);
      stopPump(pumping, there);
      there.close(CloseCause.SHUTDOWN); // no GOODBYE: our place there is kept until we are back
    }
    if (isWanted()) {
      throw new LinkException(lost(there));
    }
  }

  private boolean isWanted() {
    return enabled && !closed;
  }

  private static String lost(WampSession there) {
    SessionEnd end = there.left().toCompletableFuture().getNow(null);
    return end == null ? "the session here was lost" : "lost: " + end.sentence();
  }

  /**
   * Joins there. A line that swallows everything neither hides the backlog nor keeps the switch
   * from working.
   *
   * @return false when the line is not wanted any more.
   */
  private boolean joinRemote(WampSession here, WampSession there)
      throws LinkException, InterruptedException {
    CompletableFuture<JoinedSession> joining = there.join(remote).toCompletableFuture();
    var _ = joining.whenComplete((_, _) -> signal.wake());
    long deadline = System.nanoTime() + Answers.TIMEOUT.toNanos();
    while (!joining.isDone() && isWanted() && System.nanoTime() < deadline) {
      signal.await(REFRESH);
      status.refresh(here);
    }
    if (!joining.isDone() && !isWanted()) {
      there.close(CloseCause.SHUTDOWN);
      return false;
    }
    Answers.now(joining, "no session at " + remote.target(), there);
    return true;
  }

  private void open(WampSession here, WampSession there, List<SessionSubscription> subscriptions)
      throws LinkException, InterruptedException {
    register(there, settings.fromRemote(), new CallForwarder(settings.id(), () -> here), KEEP);
    EventForwarder in =
        new EventForwarder(
            settings.id(), settings.fromRemote(), here, _ -> false, (_, _) -> {}, status.dropped());
    subscribe(there, settings.fromRemote(), in, new ArrayList<>()); // they end with the session
    line = there;
    EventForwarder out =
        new EventForwarder(
            settings.id(),
            settings.toRemote(),
            there,
            settings.durable(),
            new Presence(settings.id(), there),
            status.dropped());
    subscribe(here, settings.toRemote(), out, subscriptions);
  }

  private static void register(WampSession session, Rules rules, CallForwarder calls, Dict more)
      throws LinkException, InterruptedException {
    for (ForwardRule rule : rules.calls()) {
      Dict options = options(rule.match()).with("disclose_caller", true);
      for (var option : more.asMap().entrySet()) {
        options = options.with(option.getKey(), option.getValue());
      }
      Answers.of(
          session.register(rule.uri(), options, calls.handlerOf(rule)),
          "cannot offer calls to " + rule.uri(),
          session);
    }
  }

  private static void subscribe(
      WampSession session, Rules rules, EventForwarder events, List<SessionSubscription> made)
      throws LinkException, InterruptedException {
    for (ForwardRule rule : rules.events()) {
      Dict options = options(rule.match()).with("get_retained", true);
      made.add(
          Answers.of(
              session.subscribe(rule.uri(), options, events.handlerOf(rule)),
              "cannot subscribe to " + rule.uri(),
              session));
    }
  }

  private static Dict options(MatchPolicy match) {
    return match == MatchPolicy.EXACT ? Dict.EMPTY : Dict.of("match", match.id());
  }

  private @Nullable Thread startPump(JoinedSession me, WampSession there) {
    if (reader == null) {
      return null;
    }
    Backoff retries = new Backoff(() -> ThreadLocalRandom.current().nextLong());
    OutboxPump fresh = new OutboxPump(settings, reader, me, there, status, retries);
    pump = fresh;
    return Thread.ofPlatform().name("uplink-outbox").daemon(true).start(fresh::run);
  }

  private void stopPump(@Nullable Thread pumping, WampSession there) throws InterruptedException {
    OutboxPump running = pump;
    pump = null;
    if (running != null && pumping != null) {
      running.stop();
      if (!pumping.join(GOODBYE_TIMEOUT)) {
        there.close(CloseCause.SHUTDOWN); // it waits for an answer that does not come
        pumping.join();
      }
    }
  }

  private void waitForEnd(WampSession here, WampSession there) throws InterruptedException {
    while (!closed && enabled && !hasEnded(here) && !hasEnded(there)) {
      signal.await(REFRESH);
      status.refresh(here);
    }
  }

  private static boolean hasEnded(WampSession session) {
    return session.left().toCompletableFuture().isDone();
  }

  private static void leave(WampSession session) throws InterruptedException {
    try {
      session
          .leave(CloseUri.CLOSE_REALM)
          .toCompletableFuture()
          .get(GOODBYE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      session.close(CloseCause.SHUTDOWN);
    }
  }
}
