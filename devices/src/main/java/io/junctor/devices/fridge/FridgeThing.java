package io.junctor.devices.fridge;

import io.junctor.devices.chip.Lm75;
import io.junctor.devices.thing.Action;
import io.junctor.devices.thing.Event;
import io.junctor.devices.thing.Property;
import io.junctor.devices.thing.Publishing;
import io.junctor.devices.thing.Schema;
import io.junctor.devices.thing.Thing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a fridge looks like from outside: only what is fitted. */
final class FridgeThing {

  static final String LEVEL = "level";
  static final String DISTANCE = "distance";
  static final String TEMPERATURE = "temperature";
  static final String SLOTS = "slots";
  static final String BOTTLES = "bottles";
  static final String DOOR = "door";
  static final String COMPRESSOR = "compressor";
  static final String DISPENSE = "dispense";
  static final String LOW_LEVEL = "lowLevel";
  static final String DISPENSED = "dispensed";

  /** The ranger's resolution. */
  private static final double DISTANCE_DEADBAND_MILLIMETRES = 2;

  /** A relay and its read-back: a few transfers. */
  private static final Duration RELAY_SETTLE = Duration.ofSeconds(1);

  private FridgeThing() {}

  static Thing of(String name, FridgeConfig config) {
    return Thing.of(
        name,
        "fridge",
        config.title(),
        "Dispensing fridge: fill level, bottle slots, door and compressor",
        properties(config),
        actions(config),
        events(config));
  }

  private static List<Property> properties(FridgeConfig config) {
    List<Property> properties = new ArrayList<>();
    properties.add(
        Property.reading(
                LEVEL,
                "Fill level",
                "How full the fridge is, by the distance to the bottles",
                new Schema.Numeric("%", 0, 100, 0.1))
            .primary()
            .withPublishing(Publishing.deadband(config.ranger().deadbandPercent())));
    properties.add(
        Property.reading(
                DISTANCE,
                "Distance",
                "From the ranger to the bottles; 300 also stands for everything nearer",
                new Schema.Numeric("mm", DistanceParser.MILLIMETRES_MIN, 5_000, 1.0))
            .withPublishing(Publishing.deadband(DISTANCE_DEADBAND_MILLIMETRES)));
    if (config.slots() != null) {
      int count = config.slots().count();
      properties.add(
          Property.reading(
              SLOTS,
              "Slots",
              "Slot by slot whether there is a bottle",
              new Schema.Items(new Schema.Bool(), count)));
      properties.add(
          Property.reading(
              BOTTLES, "Bottles", "How many slots hold one", new Schema.Whole(null, 0, count)));
    }
    if (config.temperature() != null) {
      properties.add(
          Property.reading(
                  TEMPERATURE,
                  "Temperature",
                  "In the cabinet",
                  new Schema.Numeric("Cel", Lm75.CELSIUS_MIN, Lm75.CELSIUS_MAX, 0.1))
              .withPublishing(Publishing.deadband(config.temperature().deadbandCelsius())));
    }
    if (config.door() != null) {
      properties.add(
          Property.reading(
              DOOR, "Door", "True while it is open", new Schema.Bool("Closed", "Open")));
    }
    if (config.compressor() != null) {
      properties.add(
          Property.control(
                  COMPRESSOR,
                  "Compressor",
                  "Stays off for at least "
                      + config.compressor().minimumOffSeconds()
                      + " s before it can be switched on again",
                  new Schema.Bool(),
                  RELAY_SETTLE)
              .withSafeValue(false));
    }
    return properties;
  }

  private static List<Action> actions(FridgeConfig config) {
    FridgeConfig.Slots slots = config.slots();
    return slots == null
        ? List.of()
        : List.of(
            new Action(
                DISPENSE,
                "Dispense",
                "Releases the bottle of one slot",
                Schema.Members.one("slot", new Schema.Whole(null, 1, slots.count())),
                slotAndBottles(slots),
                false,
                false));
  }

  private static List<Event> events(FridgeConfig config) {
    List<Event> events = new ArrayList<>();
    Map<String, Schema> levelAndLimit = new LinkedHashMap<>();
    levelAndLimit.put("level", new Schema.Numeric("%", 0, 100, null));
    levelAndLimit.put("limit", new Schema.Numeric("%", 0, 100, null));
    events.add(
        new Event(
            LOW_LEVEL,
            "Low level",
            "The fill level fell below " + config.lowLevelPercent() + " %",
            new Schema.Members(levelAndLimit, levelAndLimit.keySet())));
    if (config.slots() != null) {
      events.add(
          new Event(
              DISPENSED, "Dispensed", "A bottle left its slot", slotAndBottles(config.slots())));
    }
    return events;
  }

  private static Schema.Members slotAndBottles(FridgeConfig.Slots slots) {
    Map<String, Schema> members = new LinkedHashMap<>();
    members.put("slot", new Schema.Whole(null, 1, slots.count()));
    members.put("bottles", new Schema.Whole(null, 0, slots.count()));
    return new Schema.Members(members, members.keySet());
  }
}
