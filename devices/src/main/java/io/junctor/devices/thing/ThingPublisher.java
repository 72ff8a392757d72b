package io.junctor.devices.thing;

import io.junctor.devices.loop.DeviceLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;

/**
 * Passes on what is worth publishing: each property through its gate, status and events at once.
 * Owned by the device's loop.
 */
public final class ThingPublisher implements ThingListener {

  private final ThingRuntime thing;
  private final DeviceLoop loop;
  private final ThingSink sink;
  private final Map<String, PropertyGate> gates = new HashMap<>(); // property name -> gate
  private final Map<String, Boolean> isWaiting = new HashMap<>(); // property name -> timer is set

  /** Starts to publish once it is added to the runtime's listeners. */
  public ThingPublisher(ThingRuntime thing, DeviceLoop loop, ThingSink sink) {
    this.thing = thing;
    this.loop = loop;
    this.sink = sink;
    thing
        .thing()
        .properties()
        .forEach((name, property) -> gates.put(name, new PropertyGate(property.publishing())));
  }

  @Override
  public void onProperty(PropertyState state) {
    String name = state.property().name();
    PropertyGate gate = Objects.requireNonNull(gates.get(name));
    switch (gate.offer(state, loop.nanoTime())) {
      case PropertyGate.Decision.Now now -> sink.property(state);
      case PropertyGate.Decision.Later later -> publishLater(state, later.delay());
      case PropertyGate.Decision.Never never -> {}
    }
  }

  private void publishLater(PropertyState state, Duration delay) {
    String name = state.property().name();
    if (isWaiting.putIfAbsent(name, true) != null) {
      return; // the timer will take the newest state
    }
    try {
      var _ =
          loop.after(
              delay,
              () -> {
                isWaiting.remove(name);
                onProperty(thing.property(name));
              });
    } catch (RejectedExecutionException closing) {
      // no timer will come any more, and the last word must not be lost
      isWaiting.remove(name);
      sink.property(state);
    }
  }

  @Override
  public void onStatus(Status status) {
    if (status.availability() == Status.Availability.OFFLINE) {
      publishWaiting();
    }
    sink.status(status);
  }

  /** The device has ended, and with it the loop that would run the timers: what waits goes now. */
  private void publishWaiting() {
    isWaiting.keySet().forEach(name -> sink.property(thing.property(name)));
    isWaiting.clear();
  }

  @Override
  public void onEvent(String event, Map<String, Object> data) {
    sink.event(event, data);
  }

  /**
   * Publishes everything anew: a router that was restarted has forgotten what it retained. On the
   * device's loop.
   */
  public void publishAll() {
    sink.status(thing.status());
    for (Map.Entry<String, PropertyGate> gate : gates.entrySet()) {
      gate.getValue().reset();
      onProperty(thing.property(gate.getKey()));
    }
  }
}
