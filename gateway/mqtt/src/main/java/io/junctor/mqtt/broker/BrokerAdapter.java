package io.junctor.mqtt.broker;

import io.junctor.component.Backoff;
import io.junctor.component.Component;
import io.junctor.component.ComponentBuilder;
import io.junctor.component.PublishOptions;
import io.junctor.mqtt.link.LinkException;
import io.junctor.mqtt.link.LinkFilter;
import io.junctor.mqtt.link.LinkListener;
import io.junctor.mqtt.link.LinkMessage;
import io.junctor.mqtt.link.LinkSettings;
import io.junctor.mqtt.link.MqttLink;
import io.junctor.mqtt.link.MqttLinks;
import io.junctor.mqtt.mapping.TopicFilter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a realm and a broker joined.
 *
 * <pre>
 *           ┌──────────── backoff with jitter ◄───────────┐
 *           ▼                                             │ LOST
 *  start ► open link ► subscribe ► say online ► write ────┤
 *                                                         │ STOP (taken over, not wanted)
 *                                                         ▼
 *                                                      stopped
 * </pre>
 *
 * <p>The broker is told {@code offline} by our will, the realm by a testament and by us. Both are
 * retained. Any thread.
 */
public final class BrokerAdapter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerAdapter.class);

  /** A link that held this long was a good one: the next attempt comes soon again. */
  private static final Duration STABLE = Duration.ofSeconds(10);

  /** What is still to be said at the end gets this long. */
  private static final long FLUSH_MILLIS = 1_000;

  private static final int REFUSED_MIN = 0x80;

  private final BrokerConfig config;
  private final BrokerLimits limits;
  private final MqttLinks links;
  private final Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextLong());
  private final BrokerStatus status;
  private final LinkOutbox outbox;
  private final RealmEvents events;
  private final Component component;
  private final BrokerCalls calls;
  private final Inbound inbound;
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable LinkException lostBecause;
  private volatile boolean online;

  private BrokerAdapter(
      BrokerConfig config,
      BrokerLimits limits,
      MqttLinks links,
      ComponentBuilder builder,
      InstantSource clock) {
    this.config = config;
    this.limits = limits;
    this.links = links;
    this.status = new BrokerStatus(config, clock);
    this.outbox = new LinkOutbox(limits.waitingMax(), limits.waitingBytesMax());
    builder
        .eventsMax(limits.inboundMax())
        .testament(
            config.statusUri(), status.value("offline", "adapter lost"), PublishOptions.RETAIN);
    this.events = new RealmEvents(config, outbox);
    events.subscribe(builder);
    this.component = builder.connect();
    this.calls = new BrokerCalls(config, limits, component, outbox);
    this.inbound = new Inbound(config, limits, component, calls);
    this.thread = Thread.ofVirtual().name("mqtt-" + config.clientId()).unstarted(this::run);
  }

  /**
   * Joins the realm and begins to connect to the broker, which need not be there.
   *
   * @param builder of a component with the realm and who we are in it.
   * @throws RuntimeException when the realm cannot be joined or refuses a rule.
   */
  public static BrokerAdapter start(
      BrokerConfig config,
      BrokerLimits limits,
      MqttLinks links,
      ComponentBuilder builder,
      InstantSource clock) {
    BrokerAdapter adapter = new BrokerAdapter(config, limits, links, builder, clock);
    adapter.say("offline", "not connected yet");
    adapter.thread.start();
    return adapter;
  }

  /** Whether the broker is there. */
  public boolean isOnline() {
    return online;
  }

  /** Messages that wait for the broker. */
  public int waiting() {
    return outbox.size();
  }

  /** Messages dropped so far, both ways, because too many waited. */
  public long dropped() {
    return events.dropped() + outbox.dropped() + inbound.dropped();
  }

  // --- the link ---

  private void run() {
    int attempt = 0;
    while (!closed) {
      long opened = System.nanoTime();
      LinkException why = connectOnce();
      if (closed) {
        return;
      }
      boolean wasStable = System.nanoTime() - opened > STABLE.toNanos();
      if (wasStable) {
        backoff.reset();
      }
      attempt = wasStable || online ? 1 : attempt + 1;
      online = false;
      say("offline", String.valueOf(why.getMessage()));
      if (why.kind() == LinkException.Kind.STOP) {
        LOG.error(
            "mqtt adapter stopped client={} broker={} cause={}; it does not try again until the"
                + " gateway is restarted",
            config.clientId(),
            config.url(),
            why.getMessage());
        return;
      }
      Duration delay = backoff.next();
      LOG.warn(
          "mqtt broker away client={} broker={} attempt={} next={} ms waiting={} cause={}",
          config.clientId(),
          config.url(),
          attempt,
          delay.toMillis(),
          outbox.size(),
          why.getMessage());
      try {
        Thread.sleep(delay);
      } catch (InterruptedException e) {
        return; // closed
      }
    }
  }

  /** One link from open to lost. */
  private LinkException connectOnce() {
    lostBecause = null;
    try (MqttLink link = links.open(settings(), new Listener())) {
      subscribe(link);
      outbox.linkOpened();
      if (lostBecause == null) {
        link.publish(status.message("online", ""), this::onStatusSent);
        online = true;
        say("online", "");
        LOG.info("mqtt broker joined client={} broker={}", config.clientId(), config.url());
        write(link);
      }
      if (closed) {
        sayGoodbye(link);
      }
      LinkException why = lostBecause;
      return why == null ? new LinkException(LinkException.Kind.LOST, "closed") : why;
    } catch (LinkException e) {
      return e;
    } catch (InterruptedException e) {
      return new LinkException(LinkException.Kind.LOST, "interrupted");
    } finally {
      outbox.linkLost();
      calls.cancelAll();
    }
  }

  private void onStatusSent(@Nullable LinkException failure) {
    if (failure != null && !closed) {
      LOG.warn("mqtt status not sent client={} cause={}", config.clientId(), failure.getMessage());
    }
  }

  /** Always again: the library does not say whether the broker still has them. */
  private void subscribe(MqttLink link) throws LinkException {
    List<LinkFilter> filters = new ArrayList<>();
    config.subscribe().forEach(filter -> filters.add(filter(filter, 1)));
    // a broker does not keep QoS 0 for who is away: no command is carried out late
    config.call().forEach(filter -> filters.add(filter(filter, 0)));
    if (filters.isEmpty()) {
      return;
    }
    List<Integer> reasons = link.subscribe(filters);
    for (int i = 0; i < filters.size(); i++) {
      int reason = i < reasons.size() ? reasons.get(i) : REFUSED_MIN;
      if (reason >= REFUSED_MIN) {
        LOG.error(
            "mqtt subscription refused client={} filter={} cause={}",
            config.clientId(),
            filters.get(i).filter(),
            "0x%02X".formatted(reason));
      }
    }
  }

  private LinkFilter filter(TopicFilter filter, int qos) {
    return new LinkFilter(config.map().topicFilter(filter).toString(), qos);
  }

  /** Until the link is lost. */
  private void write(MqttLink link) throws InterruptedException {
    LinkOutbox.Entry next = outbox.take(link.window());
    while (next != null) {
      LinkOutbox.Entry entry = next;
      try {
        link.publish(entry.message(), failure -> onDone(entry, failure));
      } catch (LinkException e) {
        onDone(entry, e);
        if (e.kind() != LinkException.Kind.MESSAGE_REFUSED) {
          onLost(e);
        }
      }
      next = outbox.take(link.window());
    }
  }

  private void onDone(LinkOutbox.Entry entry, @Nullable LinkException failure) {
    if (failure == null) {
      outbox.settled(entry);
    } else if (failure.kind() == LinkException.Kind.MESSAGE_REFUSED) {
      LOG.warn("mqtt message lost client={} cause={}", config.clientId(), failure.getMessage());
      outbox.settled(entry);
    } // else it stays in flight until the link is given up, and is sent again
  }

  private void onLost(LinkException why) {
    if (lostBecause == null) {
      lostBecause = why;
    }
    outbox.linkLost();
  }

  private final class Listener implements LinkListener {

    @Override
    public void onMessage(LinkMessage message, Runnable acknowledge) {
      inbound.offer(message, acknowledge);
    }

    @Override
    public void onLost(LinkException why) {
      BrokerAdapter.this.onLost(why);
    }
  }

  private LinkSettings settings() {
    return new LinkSettings(
        config.url(),
        config.clientId(),
        config.username(),
        config.password(),
        status.message("offline", "connection lost"),
        limits.sessionExpiry(),
        limits.keepAlive(),
        limits.timeout(),
        limits.receiveMax(),
        limits.packetBytesMax());
  }

  private void say(String value, String reason) {
    status.tellRealm(component, value, reason);
  }

  private void sayGoodbye(MqttLink link) {
    try {
      link.publish(status.message("offline", "stopped"), this::onStatusSent);
    } catch (LinkException e) {
      LOG.debug("no goodbye client={} cause={}", config.clientId(), e.getMessage());
    }
  }

  /** Says offline on both sides and leaves; what still waits for the broker is given a moment. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    try {
      outbox.awaitEmpty(FLUSH_MILLIS);
      closed = true;
      outbox.linkLost(); // ends write()
      if (!online) {
        thread.interrupt();
      }
      thread.join(Duration.ofMillis(FLUSH_MILLIS * 3));
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closed = true;
    say("offline", "stopped");
    inbound.close();
    calls.close();
    component.close();
  }
}
