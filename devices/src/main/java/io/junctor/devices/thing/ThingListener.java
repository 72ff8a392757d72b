package io.junctor.devices.thing;

import java.util.Map;

/** Told of every change of a thing, on the device's loop; must return at once. */
public interface ThingListener {

  /** A property changed. */
  void onProperty(PropertyState state);

  /** The thing as a whole went online, degraded or offline, or for another reason. */
  void onStatus(Status status);

  /**
   * Something happened.
   *
   * @param data name -> JSON value, with {@code time}
   */
  void onEvent(String event, Map<String, Object> data);
}
