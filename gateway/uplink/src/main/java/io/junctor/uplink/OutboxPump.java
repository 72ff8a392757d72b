package io.junctor.uplink;

import io.junctor.component.Backoff;
import io.junctor.component.session.JoinedSession;
import io.junctor.component.session.RequestRefusedException;
import io.junctor.component.session.WampSession;
import io.junctor.store.OutboxReader;
import io.junctor.store.StoredEvent;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.PassthruAttributes;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.ErrorUri;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what is in the outbox to the other realm, in order, as long as one session lasts.
 *
 * <p>Up to {@link #WINDOW} publications are on their way at once; the cursor moves over those that
 * the other router has answered without a gap. When it refuses one for a reason that may pass (a
 * permission, a full store), that one is tried again, alone, until it is taken: a receiver may then
 * see it behind later ones that were on their way with it. What can never be taken (not a URI, too
 * large) is counted, logged and left behind.
 *
 * <p>One thread runs it; {@link #wake} and {@link #stop} from any.
 */
final class OutboxPump {

  private static final Logger log = LoggerFactory.getLogger(OutboxPump.class);

  /** On the way at once: 200 ms of round trip at 300 a second. */
  private static final int WINDOW = 64;

  /** Bytes on the way at once; one record may be larger. */
  private static final int WINDOW_BYTES = 1 << 20;

  /** The cursor is written so often at most; what it lags behind is sent twice after a crash. */
  private static final Duration CURSOR_DELAY = Duration.ofMillis(200);

  /** A router that has not answered by then is taken for dead. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration IDLE = Duration.ofSeconds(1);

  private static final Set<String> PERMANENT =
      Set.of(ErrorUri.INVALID_URI, ErrorUri.PAYLOAD_SIZE_EXCEEDED, ErrorUri.INVALID_ARGUMENT);

  private final UplinkSettings settings;
  private final OutboxReader reader;
  private final JoinedSession local;
  private final WampSession remote;
  private final PumpReport report;
  private final Backoff backoff;
  private final Signal signal = new Signal();
  private final long replayedUpTo;
  private final ArrayDeque<InFlight> window = new ArrayDeque<>();
  private int windowMax = WINDOW;
  private int windowBytes;
  private long acknowledged; // by the other router; the cursor may be behind
  private long written; // the cursor
  private long writtenNanos = System.nanoTime();
  private volatile boolean stopped;

  /**
   * A publication on its way.
   *
   * @param upTo the number that is done with its answer; 0 for a gap's, which is told before what
   *     follows it.
   */
  private record InFlight(
      StoredEvent event, long upTo, int bytes, CompletableFuture<OptionalLong> answer) {

    boolean isGap() {
      return upTo == 0;
    }
  }

  private enum Outcome {
    TAKEN,
    REFUSED,
    LOST
  }

  OutboxPump(
      UplinkSettings settings,
      OutboxReader reader,
      JoinedSession local,
      WampSession remote,
      PumpReport report,
      Backoff backoff) {
    this.settings = settings;
    this.reader = reader;
    this.local = local;
    this.remote = remote;
    this.report = report;
    this.backoff = backoff;
    this.replayedUpTo = reader.lastSeq();
    reader.rewind();
  }

  /** Something was appended. */
  void wake() {
    signal.wake();
  }

  /** Ends {@link #run} soon. */
  void stop() {
    stopped = true;
    signal.wake();
  }

  /** Returns when the session has ended or {@link #stop} was called. */
  void run() {
    try {
      boolean open = true;
      while (open && !stopped) {
        open = step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      writeCursor();
    }
  }

  private boolean step() throws InterruptedException {
    fill();
    InFlight first = window.peek();
    if (first == null) {
      writeCursor();
      signal.await(IDLE);
      return !remote.left().toCompletableFuture().isDone();
    }
    Outcome outcome = await(first);
    switch (outcome) {
      case TAKEN -> taken(first);
      case REFUSED -> again();
      case LOST -> {}
    }
    return outcome != Outcome.LOST;
  }

  private void fill() throws InterruptedException {
    while (window.size() < windowMax && windowBytes < WINDOW_BYTES) {
      StoredEvent event = read();
      if (event == null) {
        return;
      }
      if (!event.gap().isNone()) {
        window.add(new InFlight(event, 0, 0, tell(event).toCompletableFuture()));
      }
      int bytes = event.payload().length();
      window.add(new InFlight(event, event.id().seq(), bytes, send(event).toCompletableFuture()));
      windowBytes += bytes;
    }
  }

  private @Nullable StoredEvent read() throws InterruptedException {
    try {
      return reader.next();
    } catch (IOException e) {
      report.problem("the outbox cannot be read: " + e.getMessage());
      signal.await(backoff.next());
      return null;
    }
  }

  /** Tells who listens there that something is missing before an event. */
  private CompletionStage<OptionalLong> tell(StoredEvent event) {
    log.warn(
        "durable events are missing uplink={} before seq={} missing={} expired={}",
        settings.id(),
        event.id().seq(),
        event.gap().missing(),
        event.gap().expired());
    ForwardRule rule = settings.toRemote().forEvent(settings.gapTopic());
    if (rule == null) {
      return CompletableFuture.completedStage(OptionalLong.empty());
    }
    Map<String, Object> kwargs =
        Map.of(
            "missing", event.gap().missing(),
            "expired", event.gap().expired(),
            "time", event.time().toString());
    Dict.Builder options =
        Dict.builder().put("acknowledge", true).put("_junctor_before", record(event));
    new Hops(List.of()).addTo(options, Dict.EMPTY, 0, "", "", settings.id());
    return remote.publish(
        rule.map(settings.gapTopic()),
        options.build(),
        Serializers.of(remote.format()).payload(List.of(), kwargs));
  }

  private static Dict record(StoredEvent event) {
    return Dict.builder()
        .put("store", HexFormat.of().toHexDigits(event.id().store()))
        .put("epoch", event.id().epoch())
        .put("seq", event.id().seq())
        .build();
  }

  private CompletionStage<OptionalLong> send(StoredEvent event) {
    ForwardRule rule = settings.toRemote().forEvent(event.topic());
    Hops hops = Hops.of(event.options());
    boolean crosses =
        rule != null
            && hops.mayCross(settings.id())
            && event.realm().equals(settings.local().realm())
            && Audience.admits(event.options(), local);
    if (rule == null || !crosses) {
      return CompletableFuture.completedStage(OptionalLong.empty());
    }
    return remote.publish(rule.map(event.topic()), options(event, hops), event.payload());
  }

  private Dict options(StoredEvent event, Hops hops) {
    Dict.Builder options = Dict.builder().put("acknowledge", true);
    if (event.options().bool("retain", false)) {
      options.put("retain", true);
    }
    hops.addTo(
        options,
        event.options(),
        event.publisher(),
        event.authid(),
        event.authrole(),
        settings.id());
    PassthruAttributes.copy(event.options(), options);
    if (!options.has("_junctor_record")) { // the first store it was in names it for ever
      options.put("_junctor_record", record(event));
      options.put("_junctor_time", event.time().toString());
    }
    if (event.id().seq() <= replayedUpTo) {
      options.put("_junctor_replayed", true);
    }
    return options.build();
  }

  private Outcome await(InFlight first) throws InterruptedException {
    try {
      var _ = first.answer().get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return Outcome.TAKEN;
    } catch (TimeoutException e) {
      remote.close(CloseCause.INTERNAL_ERROR);
      return Outcome.LOST;
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof RequestRefusedException refused)) {
        return Outcome.LOST;
      }
      String sentence = Answers.sentence(refused);
      if (first.isGap()) { // no reason to keep back what there is
        log.warn("gap not told uplink={} cause={}", settings.id(), sentence);
        return Outcome.TAKEN;
      }
      if (PERMANENT.contains(refused.answer().error())) {
        report.refused();
        log.error(
            "durable event left behind uri={} seq={} cause={}",
            first.event().topic(),
            first.event().id().seq(),
            sentence);
        return Outcome.TAKEN;
      }
      report.problem(first.event().topic() + " is refused: " + sentence);
      return Outcome.REFUSED;
    }
  }

  private void taken(InFlight first) {
    window.remove();
    windowBytes -= first.bytes();
    acknowledged = Math.max(acknowledged, first.upTo());
    windowMax = WINDOW;
    backoff.reset();
    report.problem(null);
    if (System.nanoTime() - writtenNanos >= CURSOR_DELAY.toNanos()) {
      writeCursor();
    }
  }

  private void again() throws InterruptedException {
    writeCursor();
    window.clear();
    windowBytes = 0;
    windowMax = 1;
    if (acknowledged > 0) {
      reader.rewindTo(acknowledged);
    } else {
      reader.rewind();
    }
    signal.await(backoff.next());
  }

  private void writeCursor() {
    writtenNanos = System.nanoTime();
    if (acknowledged <= written) {
      return;
    }
    try {
      reader.acknowledge(acknowledged);
      written = acknowledged;
    } catch (IOException e) { // it is tried again, and what it lags behind is only sent twice
      log.warn("cursor not written cause={}", e.toString());
    }
  }
}
