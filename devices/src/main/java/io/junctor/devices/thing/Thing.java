package io.junctor.devices.thing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a device is, from outside: a value that does not change while the device runs.
 *
 * @param name its part of the URI, unique on the site
 * @param kind the device kind, {@code fridge}
 * @param title what a person calls it
 * @param description one sentence more
 * @param properties name -> property, in order of publication
 * @param actions name -> action
 * @param events name -> event
 */
public record Thing(
    String name,
    String kind,
    String title,
    String description,
    Map<String, Property> properties,
    Map<String, Action> actions,
    Map<String, Event> events) {

  public Thing {
    Names.require("thing", name);
    properties = new LinkedHashMap<>(properties);
    actions = new LinkedHashMap<>(actions);
    events = new LinkedHashMap<>(events);
    if (properties.values().stream().filter(Property::isPrimary).count() > 1) {
      throw new IllegalArgumentException("thing " + name + ": expected one primary property");
    }
  }

  /** A thing of these affordances; two of one name are refused. */
  public static Thing of(
      String name,
      String kind,
      String title,
      String description,
      List<Property> properties,
      List<Action> actions,
      List<Event> events) {
    return new Thing(
        name,
        kind,
        title,
        description,
        byName(properties, Property::name),
        byName(actions, Action::name),
        byName(events, Event::name));
  }

  private static <T> Map<String, T> byName(List<T> affordances, Function<T, String> name) {
    Map<String, T> map = new LinkedHashMap<>();
    for (T affordance : affordances) {
      if (map.put(name.apply(affordance), affordance) != null) {
        throw new IllegalArgumentException("two affordances named " + name.apply(affordance));
      }
    }
    return map;
  }
}
