package io.junctor.devices.modbus;

import io.junctor.devices.config.SafeModbusWrite;
import io.junctor.devices.config.SafeModbusWrite.Function;
import io.junctor.devices.config.SafeOutput;
import io.junctor.devices.thing.ThingException;
import io.junctor.drivers.modbus.ModbusEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The safe values of a machine as steps that somebody else carries out when this process is dead:
 * the same registers by the same functions as {@link RegisterAccess} writes them. Functions only.
 */
final class SafeRegisters {

  /** A bit is changed in what its register holds then. */
  private static final byte[] NO_REGISTER = new byte[2];

  private SafeRegisters() {}

  /** A step for each property with a safe value, in their order. */
  static List<SafeOutput> of(
      ModbusEndpoint endpoint, int unit, Map<String, RegisterConfig> properties) {
    return ModbusThing.mappings(properties).stream()
        .filter(mapping -> mapping.safeValue() != null)
        .<SafeOutput>map(mapping -> new SafeOutput.Modbus(endpoint, unit, write(mapping)))
        .toList();
  }

  private static SafeModbusWrite write(RegisterMapping mapping) {
    Object safe = Objects.requireNonNull(mapping.safeValue());
    boolean isMultiple = mapping.config().multiple();
    Integer bit = mapping.config().bit();
    if (mapping.table() == RegisterTable.COIL) {
      return new SafeModbusWrite(
          isMultiple ? Function.COILS : Function.COIL, mapping.address(), List.of(level(safe)));
    }
    if (bit != null) {
      return new SafeModbusWrite(
          isMultiple ? Function.BITS : Function.BIT, mapping.address(), List.of(bit, level(safe)));
    }
    List<Integer> registers = registers(mapping, safe);
    return new SafeModbusWrite(
        isMultiple || registers.size() > 1 ? Function.HOLDINGS : Function.HOLDING,
        mapping.address(),
        registers);
  }

  private static int level(Object on) {
    return Boolean.TRUE.equals(on) ? 1 : 0;
  }

  private static List<Integer> registers(RegisterMapping mapping, Object safe) {
    byte[] bytes;
    try {
      bytes = mapping.registers(safe, NO_REGISTER);
    } catch (ThingException refused) {
      throw new IllegalStateException(refused); // the mapping has checked that it fits
    }
    List<Integer> registers = new ArrayList<>();
    for (int i = 0; i < bytes.length; i += 2) {
      registers.add((bytes[i] & 0xFF) << Byte.SIZE | (bytes[i + 1] & 0xFF));
    }
    return registers;
  }
}
