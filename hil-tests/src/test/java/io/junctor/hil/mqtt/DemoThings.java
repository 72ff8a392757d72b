package io.junctor.hil.mqtt;

/** A simulated fridge and knob, as YAML below {@code things}. */
final class DemoThings {

  static final String YAML =
      """
      fridge:
        kind: fridge
        title: Fridge
        ranger: {port: /dev/ttyS0, emptyDistanceMillimetres: 900, fullDistanceMillimetres: 300}
        slots: {bus: i2c-1, address: 0x20}
        door: {line: DOOR}
        compressor: {line: COMPRESSOR}
        temperature: {bus: i2c-1, address: 0x4F}
      knob:
        kind: knob
        title: Motorized knob
      """;

  private DemoThings() {}
}
