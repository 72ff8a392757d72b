package io.junctor.devices.thing;

import java.util.Map;

/**
 * Where a thing's publications go. Called on the device's loop; must hand over and return at once.
 */
public interface ThingSink {

  /** Publishes a property's state to its retained topic. */
  void property(PropertyState state);

  /** Publishes the thing's status to its retained topic. */
  void status(Status status);

  /** Publishes an event. */
  void event(String event, Map<String, Object> data);
}
