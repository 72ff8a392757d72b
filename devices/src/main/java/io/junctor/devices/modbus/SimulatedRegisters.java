package io.junctor.devices.modbus;

import io.junctor.devices.thing.Schema;
import io.junctor.devices.thing.ThingException;
import io.junctor.drivers.sim.SimModbusUnit;
import io.junctor.drivers.sim.SimModbusUnit.Table;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * The registers of a simulated machine: plausible values at first, and a next step for what is
 * measured. What can be written stays as it was written.
 */
public final class SimulatedRegisters {

  /** How far a measured value wanders in one step, as a part of its range. */
  private static final double STEP = 0.02;

  /** What is taken for a range where none was configured. */
  private static final double RANGE_DEFAULT = 100;

  /** How often a contact or a state changes: once in so many steps. */
  private static final int CHANGE_ONCE_IN = 20;

  private final SimModbusUnit unit;
  private final List<RegisterMapping> mappings;
  private final Random random;

  /** Adds the mapped registers to the unit, with values. */
  public SimulatedRegisters(ModbusConfig config, SimModbusUnit unit, long seed) {
    this.unit = unit;
    mappings = ModbusThing.mappings(config.properties());
    random = new Random(seed);
    for (RegisterMapping mapping : mappings) {
      unit.add(table(mapping), mapping.address(), mapping.count());
      set(mapping, first(mapping));
    }
  }

  private static Table table(RegisterMapping mapping) {
    return switch (mapping.table()) {
      case COIL -> Table.COIL;
      case DISCRETE -> Table.DISCRETE;
      case HOLDING -> Table.HOLDING;
      case INPUT -> Table.INPUT;
    };
  }

  /** What is measured moves on. */
  public void step() {
    for (RegisterMapping mapping : mappings) {
      if (!mapping.config().writable()) {
        set(mapping, next(mapping));
      }
    }
  }

  private Object first(RegisterMapping mapping) {
    Object safe = mapping.safeValue();
    if (safe != null) {
      return safe;
    }
    return switch (mapping.valueSchema()) {
      case Schema.Bool bool -> false;
      case Schema.Text text ->
          mapping.name().substring(0, Math.min(text.lengthMax(), mapping.name().length()));
      case Schema.Word word -> new TreeSet<>(word.options()).first();
      case Schema.Numeric range -> inside(mapping, 0.5);
      case Schema.Whole range -> (long) inside(mapping, 0.5);
      case Schema.Items items -> throw new IllegalStateException("no register holds a list");
      case Schema.Members members -> throw new IllegalStateException("no register holds members");
    };
  }

  private Object next(RegisterMapping mapping) {
    boolean isChange = random.nextInt(CHANGE_ONCE_IN) == 0;
    Object now = now(mapping);
    return switch (mapping.valueSchema()) {
      case Schema.Bool bool -> isChange != (Boolean) now;
      case Schema.Word word -> isChange ? any(word) : now;
      case Schema.Numeric range -> wander(mapping, (Double) now);
      case Schema.Whole range -> (long) wander(mapping, ((Long) now).doubleValue());
      case Schema.Text text -> now;
      case Schema.Items items -> now;
      case Schema.Members members -> now;
    };
  }

  private String any(Schema.Word word) {
    List<String> sorted = List.copyOf(new TreeSet<>(word.options()));
    return sorted.get(random.nextInt(sorted.size()));
  }

  private double wander(RegisterMapping mapping, double value) {
    double low = inside(mapping, 0.1);
    double high = inside(mapping, 0.9);
    double moved = value + (random.nextDouble() * 2 - 1) * STEP * (high - low) / 0.8;
    return Math.clamp(moved, low, high);
  }

  /** The value at this part of the configured range. */
  private static double inside(RegisterMapping mapping, double part) {
    Double minimum = mapping.config().minimum();
    Double maximum = mapping.config().maximum();
    double low = minimum != null ? minimum : maximum != null ? maximum - RANGE_DEFAULT : 0;
    double high = maximum != null ? maximum : low + RANGE_DEFAULT;
    return low + part * (high - low);
  }

  private Object now(RegisterMapping mapping) {
    if (mapping.table().isBits()) {
      return unit.bit(table(mapping), mapping.address());
    }
    try {
      return mapping.value(unit.registers(table(mapping), mapping.address(), mapping.count()));
    } catch (MappingException odd) {
      return first(mapping); // two properties map the same registers
    }
  }

  private void set(RegisterMapping mapping, Object value) {
    if (mapping.table().isBits()) {
      unit.setBit(table(mapping), mapping.address(), (Boolean) value);
      return;
    }
    byte[] before = unit.registers(table(mapping), mapping.address(), mapping.count());
    try {
      unit.setRegisters(table(mapping), mapping.address(), mapping.registers(value, before));
    } catch (ThingException tooLarge) {
      throw new IllegalStateException(tooLarge);
    }
  }
}
