package io.junctor.app.node;

import io.junctor.app.config.GatewayConfig;
import io.junctor.component.Arguments;
import io.junctor.component.Component;
import io.junctor.component.ComponentBuilder;
import io.junctor.component.InvocationDetails;
import io.junctor.component.LifecycleListener;
import io.junctor.component.PublishOptions;
import io.junctor.component.RegisterOptions;
import io.junctor.component.WampError;
import io.junctor.component.session.JoinedSession;
import io.junctor.component.session.SessionException;
import io.junctor.devices.thing.Event;
import io.junctor.devices.thing.Property;
import io.junctor.devices.thing.PropertyState;
import io.junctor.devices.thing.Quality;
import io.junctor.devices.thing.Schema;
import io.junctor.devices.thing.Thing;
import io.junctor.devices.thing.ThingDescription;
import io.junctor.uplink.Uplink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The uplink as a thing: the console draws a switch for it, and a number that grows while the line
 * is down. Its status topic is the uplink's own.
 *
 * <p>Any thread.
 */
final class UplinkThing implements AutoCloseable {

  /** A backlog is looked at so often: an eye needs no more, an idle board no more work. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Property ENABLED =
      Property.control(
              "enabled",
              "Line",
              "Whether the line shall be up; telemetry waits on disk while it is not. Cut from its other end it mends itself after "
                  + LineSwitch.AWHILE.toSeconds()
                  + " s",
              new Schema.Bool("cut", "up"),
              Duration.ofSeconds(1))
          .primary();
  private static final Schema COUNT = new Schema.Whole(null, 0, Long.MAX_VALUE);
  private static final Property BACKLOG =
      Property.reading(
          "backlog", "Waiting", "Events on disk that the other side has not confirmed yet", COUNT);

  private static final Event GAP =
      new Event(
          "gap",
          "Gap",
          "Durable events that the other side does not get: dropped for want of room, or too old",
          new Schema.Members(Map.of("missing", COUNT, "expired", COUNT), Set.of()));

  private final Uplink uplink;
  private final LineSwitch line;
  private final String prefix;
  private final String across;
  private final Component component;
  private final AtomicLong seq = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ReentrantLock publishing = new ReentrantLock();
  private long publishedBacklog = -1; // under publishing

  private UplinkThing(Uplink uplink, String prefix, String across, ComponentBuilder builder) {
    this.uplink = uplink;
    this.line = new LineSwitch(uplink, () -> publish(enabled()));
    this.prefix = prefix;
    this.across = across;
    Thing thing =
        Thing.of(
            GatewayConfig.UPLINK_THING,
            "uplink",
            "Uplink",
            "The line to " + uplink.state().remote(),
            List.of(ENABLED, BACKLOG),
            List.of(),
            List.of(GAP));
    Map<String, Object> description = ThingDescription.json(thing, prefix);
    RegisterOptions plain = RegisterOptions.DEFAULT;
    component =
        builder
            .register(
                prefix + ".describe", plain, (_, _) -> Arguments.of(List.of(description), Map.of()))
            .register(prefix + ".enabled.get", plain, (_, _) -> enabled().json())
            .register(prefix + ".enabled.set", plain, this::setEnabled)
            .register(prefix + ".backlog.get", plain, (_, _) -> backlog().json())
            .listener(new Connected())
            .start();
  }

  /**
   * Starts it.
   *
   * @param prefix its URI prefix without the closing dot.
   * @param across the principal whose calls came over the line.
   */
  static UplinkThing start(Uplink uplink, String prefix, String across, ComponentBuilder builder) {
    UplinkThing thing = new UplinkThing(uplink, prefix, across, builder);
    Thread.ofVirtual().name("uplink-thing").start(thing::watch);
    return thing;
  }

  private Map<String, Object> setEnabled(Arguments arguments, InvocationDetails details) {
    Object wanted =
        arguments.args().isEmpty() ? arguments.kwargs().get("value") : arguments.args().getFirst();
    if (!(wanted instanceof Boolean shallBeUp)) {
      throw WampError.invalidArgument("value", wanted, "true or false");
    }
    if (!shallBeUp && details.callerAuthid().filter(across::equals).isPresent()) {
      line.cutForAWhile("its other end");
    } else {
      line.turn(shallBeUp);
    }
    return enabled().json();
  }

  private PropertyState enabled() {
    return new PropertyState(
        ENABLED,
        line.isUp(),
        Instant.now(),
        Quality.GOOD,
        null,
        seq.incrementAndGet(),
        line.desired(),
        line.pending());
  }

  private PropertyState backlog() {
    long waiting = uplink.state().backlog();
    return new PropertyState(
        BACKLOG, waiting, Instant.now(), Quality.GOOD, null, seq.incrementAndGet(), null, null);
  }

  private void watch() {
    try {
      while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        publishBacklog(false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publishBacklog(boolean always) {
    publishing.lock();
    try {
      PropertyState state = backlog();
      long waiting = state.value() instanceof Long number ? number : 0;
      if ((always || waiting != publishedBacklog) && publish(state)) {
        publishedBacklog = waiting;
      }
    } finally {
      publishing.unlock();
    }
  }

  private boolean publish(PropertyState state) {
    try {
      component.publish(
          prefix + "." + state.property().name(), state.json(), PublishOptions.RETAIN);
      return true;
    } catch (SessionException | WampError e) {
      return false; // at the next connecting
    }
  }

  @Override
  public void close() {
    closing.countDown();
    line.close();
    component.close();
  }

  private final class Connected implements LifecycleListener {
    @Override
    public void connected(JoinedSession session) {
      publish(enabled());
      publishBacklog(true);
    }
  }
}
