package io.junctor.devices.knob;

import io.junctor.devices.thing.Action;
import io.junctor.devices.thing.Event;
import io.junctor.devices.thing.Property;
import io.junctor.devices.thing.Publishing;
import io.junctor.devices.thing.Schema;
import io.junctor.devices.thing.Thing;
import java.time.Duration;
import java.util.List;

/** What a knob looks like from outside. */
final class KnobThing {

  static final String POSITION = "position";
  static final String MOVING = "moving";
  static final String STOP = "stop";
  static final String STALL = "stall";

  private KnobThing() {}

  static Thing of(String name, KnobConfig config) {
    Schema.Numeric degrees =
        new Schema.Numeric("deg", config.minimumDegrees(), config.maximumDegrees(), 0.1);
    return Thing.of(
        name,
        "knob",
        config.title(),
        "Motorized knob: tells where it stands and turns where it is told",
        List.of(
            Property.control(
                    POSITION,
                    "Position",
                    "Where the knob stands; setting it turns the knob. The newest target wins.",
                    degrees,
                    settleTime(config))
                .primary()
                .withPublishing(Publishing.deadband(config.deadbandDegrees())),
            Property.reading(
                MOVING,
                "Moving",
                "True while the motor turns the knob",
                new Schema.Bool("At rest", "Turning"))),
        List.of(
            new Action(
                STOP,
                "Stop",
                "Stops the knob where it is",
                Schema.Members.none(),
                Schema.Members.one(POSITION, degrees),
                true,
                true)),
        List.of(
            new Event(
                STALL,
                "Stall",
                "The motor pushed and the knob did not move",
                Schema.Members.one(POSITION, degrees))));
  }

  /** From one end to the other, by speed and ramps. */
  private static Duration settleTime(KnobConfig config) {
    double seconds =
        (config.maximumDegrees() - config.minimumDegrees()) / config.speedDegreesPerSecond()
            + 2 * config.speedDegreesPerSecond() / config.accelerationDegreesPerSecondSquared();
    return Duration.ofMillis((long) (seconds * 1_000));
  }
}
