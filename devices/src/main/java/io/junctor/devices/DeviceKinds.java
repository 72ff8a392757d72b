package io.junctor.devices;

import io.junctor.devices.config.DeviceConfig;
import io.junctor.devices.fridge.FridgeConfig;
import io.junctor.devices.fridge.FridgeDevice;
import io.junctor.devices.fridge.sim.FridgeSimulation;
import io.junctor.devices.knob.KnobConfig;
import io.junctor.devices.knob.KnobDevice;
import io.junctor.devices.knob.sim.KnobSimulation;
import io.junctor.devices.modbus.ModbusConfig;
import io.junctor.devices.modbus.ModbusDevice;
import io.junctor.devices.modbus.sim.ModbusSimulation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All device kinds this build knows. */
public final class DeviceKinds {

  private static final List<DeviceKind<?>> ALL =
      List.of(
          new DeviceKind<>(
              "fridge", FridgeConfig.class, FridgeDevice::new, FridgeSimulation::attach),
          new DeviceKind<>("knob", KnobConfig.class, KnobDevice::new, KnobSimulation::attach),
          new DeviceKind<>(
              "modbus", ModbusConfig.class, ModbusDevice::new, ModbusSimulation::attach));

  private DeviceKinds() {}

  /** All of them, by name. */
  public static List<DeviceKind<?>> all() {
    return ALL;
  }

  /**
   * The kind of this name.
   *
   * @throws IllegalArgumentException if there is none; says which there are
   */
  public static DeviceKind<?> of(String name) {
    return ALL.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "kind: expected one of "
                        + ALL.stream().map(DeviceKind::name).toList()
                        + ", got '"
                        + name
                        + "'"));
  }

  /**
   * Checks that no two devices want the same chip, line or port, unless both can share it.
   *
   * @param configs device name -> its configuration
   * @throws IllegalArgumentException if two do; says which and what
   */
  public static void requireDisjoint(Map<String, ? extends DeviceConfig> configs) {
    Map<String, String> owners = new HashMap<>(); // claim -> device name
    Map<String, String> uses = new HashMap<>(); // shared claim -> how it is used
    configs.forEach(
        (name, config) ->
            config
                .sharedClaims()
                .forEach(
                    (claim, use) -> {
                      String other = uses.putIfAbsent(claim, use);
                      if (other != null && !other.equals(use)) {
                        throw new IllegalArgumentException(
                            name + ": " + claim + " is used as " + other + ", expected not " + use);
                      }
                    }));
    owners.putAll(uses);
    configs.forEach(
        (name, config) -> {
          for (String claim : config.claims()) {
            String other = owners.put(claim, name);
            if (other != null) {
              throw new IllegalArgumentException(
                  name + ": " + claim + " is used by " + other + " already");
            }
          }
        });
  }
}
