package io.junctor.devices.wamp;

import io.junctor.component.Arguments;
import io.junctor.component.Component;
import io.junctor.component.ComponentBuilder;
import io.junctor.component.LifecycleListener;
import io.junctor.component.PublishOptions;
import io.junctor.component.RegisterOptions;
import io.junctor.component.WampError;
import io.junctor.component.session.JoinedSession;
import io.junctor.component.session.SessionException;
import io.junctor.devices.thing.Device;
import io.junctor.devices.thing.Property;
import io.junctor.devices.thing.PropertyState;
import io.junctor.devices.thing.Status;
import io.junctor.devices.thing.Thing;
import io.junctor.devices.thing.ThingDescription;
import io.junctor.devices.thing.ThingPublisher;
import io.junctor.devices.thing.ThingRuntime;
import io.junctor.devices.thing.ThingSink;
import io.junctor.wamp.transport.CloseCause;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device in a realm: what can be called is registered, what changes is published, and when the
 * session is lost the device goes to safe.
 *
 * <p>Any thread.
 */
public final class ThingComponent implements AutoCloseable {

  /** How long closing waits for the last publications, {@code offline} among them. */
  private static final Duration DRAIN_WAIT = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(ThingComponent.class);

  private final Device device;
  private final ThingRuntime thing;
  private final String prefix;
  private final Map<String, Object> json; // the Thing Description
  private final ThingDefinitions definitions;
  private final Publications publications = new Publications();
  private final ThingPublisher publisher;
  private final Component component;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private ThingComponent(Device device, String site, ComponentBuilder builder) {
    this.device = device;
    thing = device.thing();
    prefix = site + "." + thing.thing().name();
    json = ThingDescription.json(thing.thing(), prefix);
    definitions = new ThingDefinitions(json);
    publisher = new ThingPublisher(thing, device.loop(), sink());
    offer(builder);
    component = builder.start();
  }

  /**
   * Starts the device and its component. Returns at once: the device works before and without a
   * session, and is published when there is one.
   *
   * @param device not started yet; closed by this
   * @param site the URI prefix of all things, {@code com.example.demo}
   * @param builder connector, realm and authenticator are set; used up by this
   */
  public static ThingComponent start(Device device, String site, ComponentBuilder builder) {
    ThingComponent bound = new ThingComponent(device, site, builder);
    device.thing().listen(bound.publisher);
    device.start();
    bound.startPublishing();
    return bound;
  }

  /** The URI prefix of this thing. */
  public String prefix() {
    return prefix;
  }

  /** The component, for those who want to know whether it is connected. */
  public Component component() {
    return component;
  }

  private void offer(ComponentBuilder builder) {
    Thing description = thing.thing();
    ThingProcedures procedures = new ThingProcedures(thing);
    RegisterOptions options = RegisterOptions.DEFAULT;
    builder.register(
        prefix + ".describe",
        options,
        (arguments, details) -> Arguments.of(List.of(json), Map.of()));
    for (Property property : description.properties().values()) {
      String name = property.name();
      String uri = prefix + "." + name;
      builder.register(uri + ".get", options, (arguments, details) -> procedures.get(name));
      if (property.isWritable()) {
        builder.register(
            uri + ".set",
            options,
            (arguments, details) -> procedures.set(name, arguments, details));
      }
    }
    for (String action : description.actions().keySet()) {
      builder.register(
          prefix + "." + action,
          options,
          (arguments, details) -> procedures.invoke(action, arguments, details));
    }
    builder.testament(prefix + ".status", lost(), PublishOptions.RETAIN);
    builder.listener(new Sessions());
  }

  /** What the router publishes for us when the session ends; nobody knows when, so no time. */
  private static Map<String, Object> lost() {
    Map<String, Object> lost = new LinkedHashMap<>();
    lost.put("value", Status.Availability.OFFLINE.text());
    lost.put("reason", "the session of the device worker ended");
    return lost;
  }

  private ThingSink sink() {
    return new ThingSink() {
      @Override
      public void property(PropertyState state) {
        publications.state(prefix + "." + state.property().name(), state.json());
      }

      @Override
      public void status(Status status) {
        publications.state(prefix + ".status", status.json());
      }

      @Override
      public void event(String event, Map<String, Object> data) {
        publications.event(prefix + "." + event, data);
      }
    };
  }

  private void startPublishing() {
    Thread.ofVirtual().name("publish-" + thing.thing().name()).start(this::publishAll);
  }

  private void publishAll() {
    try {
      for (Publications.Publication next = publications.take();
          next != null;
          next = publications.take()) {
        publish(next);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Without a session a state is not lost, it is published anew at connecting; an event is. */
  private void publish(Publications.Publication publication) {
    try {
      component.publish(
          publication.topic(),
          publication.data(),
          publication.isRetained() ? PublishOptions.RETAIN : PublishOptions.DEFAULT);
    } catch (SessionException | WampError failed) {
      LOG.debug(
          "not published device={} uri={} cause={}",
          thing.thing().name(),
          publication.topic(),
          failed.getMessage());
    }
  }

  private void onLoop(Runnable task) {
    try {
      device.loop().execute(task);
    } catch (RejectedExecutionException hangs) {
      LOG.warn(
          "device does not take it device={} cause={}", thing.thing().name(), hangs.getMessage());
    }
  }

  /** Takes the device to safe, says offline, leaves the realm. Idempotent. */
  @Override
  public void close() {
    if (isClosed.getAndSet(true)) {
      return;
    }
    device.close();
    publications.closeAndDrain(DRAIN_WAIT);
    component.close();
  }

  /** What sessions mean to the device. */
  private final class Sessions implements LifecycleListener {
    @Override
    public void connected(JoinedSession session) {
      // a router that was restarted has forgotten what it retained
      onLoop(publisher::publishAll);
      definitions.define(component, session);
    }

    @Override
    public void disconnected(CloseCause cause, String detail) {
      // nobody can control the outputs any more
      if (!isClosed.get()) {
        LOG.warn("session lost device={} cause={}", thing.thing().name(), cause);
        try {
          device.safe("the session with the router was lost");
        } catch (RejectedExecutionException hangs) {
          LOG.error("device hangs device={} cause={}", thing.thing().name(), hangs.getMessage());
        }
      }
    }
  }
}
