package io.junctor.devices.modbus;

import io.junctor.devices.thing.Property;
import io.junctor.devices.thing.Publishing;
import io.junctor.devices.thing.Thing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a machine looks like from outside: its properties, as they are mapped. */
final class ModbusThing {

  /** The words that stand for something else in a thing's URIs. */
  private static final Set<String> TAKEN = Set.of("describe", "status");

  private ModbusThing() {}

  /**
   * The mappings of a configuration, in its order.
   *
   * @throws IllegalArgumentException if one makes no sense; the message begins with its key
   */
  static List<RegisterMapping> mappings(Map<String, RegisterConfig> properties) {
    List<RegisterMapping> mappings = new ArrayList<>();
    properties.forEach(
        (name, register) -> {
          RegisterMapping mapping = new RegisterMapping(name, register);
          try {
            if (TAKEN.contains(name)) {
              throw new IllegalArgumentException("expected another name, every thing has " + name);
            }
            var _ = property(mapping, Duration.ZERO);
          } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(
                "properties." + name + ": " + refused.getMessage(), refused);
          }
          mappings.add(mapping);
        });
    return List.copyOf(mappings);
  }

  static Thing of(String name, ModbusConfig config, Collection<RegisterMapping> mappings) {
    Duration request = Duration.ofMillis(config.timeoutMillis()).multipliedBy(config.retries() + 1);
    return Thing.of(
        name,
        "modbus",
        config.title(),
        "Modbus unit " + config.unit() + " at " + config.connection().endpoint().where(),
        mappings.stream().map(mapping -> property(mapping, request)).toList(),
        List.of(),
        List.of());
  }

  private static Property property(RegisterMapping mapping, Duration request) {
    RegisterConfig config = mapping.config();
    String title = config.title() == null ? mapping.name() : config.title();
    String description = config.description() == null ? mapping.where() : config.description();
    Duration settle =
        config.writable() ? request.multipliedBy(2).plusMillis(config.settleMillis()) : null;
    return new Property(
        mapping.name(),
        title,
        description,
        mapping.valueSchema(),
        config.writable(),
        Publishing.deadband(config.deadband()),
        mapping.safeValue(),
        settle,
        config.primary());
  }
}
