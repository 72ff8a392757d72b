package io.junctor.devices.modbus;

import io.junctor.devices.thing.ThingException;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusMaster;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads blocks and writes values at one unit; repeats what was not answered. Used by one thread at
 * a time.
 */
final class RegisterAccess {

  /** One request. */
  @FunctionalInterface
  private interface Request<T> {
    T send() throws ModbusException;
  }

  /** What one property read: its value, or why it has none. */
  sealed interface Reading {
    /** A value. */
    record Value(Object value) implements Reading {}

    /** No value of this property. */
    record Odd(String reason) implements Reading {}
  }

  private static final byte[] NO_REGISTER = new byte[2];

  private final ModbusMaster master;
  private final int retries;

  RegisterAccess(ModbusMaster master, int retries) {
    this.master = master;
    this.retries = retries;
  }

  /** The readings of a block's properties. */
  Map<RegisterMapping, Reading> read(ReadBlock block) throws ModbusException {
    Map<RegisterMapping, Reading> readings = new LinkedHashMap<>();
    if (block.table().isBits()) {
      boolean[] bits = repeated(() -> readBits(block));
      for (RegisterMapping mapping : block.mappings()) {
        readings.put(mapping, new Reading.Value(bits[mapping.address() - block.address()]));
      }
    } else {
      byte[] registers = repeated(() -> readRegisters(block));
      for (RegisterMapping mapping : block.mappings()) {
        int from = 2 * (mapping.address() - block.address());
        byte[] own = Arrays.copyOfRange(registers, from, from + 2 * mapping.count());
        readings.put(mapping, reading(mapping, own));
      }
    }
    return readings;
  }

  private static Reading reading(RegisterMapping mapping, byte[] registers) {
    try {
      return new Reading.Value(mapping.value(registers));
    } catch (MappingException odd) {
      return new Reading.Odd(odd.getMessage());
    }
  }

  private boolean[] readBits(ReadBlock block) throws ModbusException {
    return block.table() == RegisterTable.COIL
        ? master.readCoils(block.address(), block.count())
        : master.readDiscreteInputs(block.address(), block.count());
  }

  private byte[] readRegisters(ReadBlock block) throws ModbusException {
    return block.table() == RegisterTable.HOLDING
        ? master.readHoldingRegisters(block.address(), block.count())
        : master.readInputRegisters(block.address(), block.count());
  }

  /**
   * Writes a value; a bit of a register by reading the register and writing it back.
   *
   * @return the value as it must read back, which differs from what was asked by rounding
   */
  Object write(RegisterMapping mapping, Object value) throws ModbusException, ThingException {
    if (mapping.table() == RegisterTable.COIL) {
      writeCoil(mapping, (Boolean) value);
      return value;
    }
    byte[] before =
        mapping.config().bit() == null
            ? NO_REGISTER
            : repeated(() -> readRegisters(ReadBlock.of(mapping)));
    byte[] registers = mapping.registers(value, before);
    writeRegisters(mapping, registers);
    return switch (reading(mapping, registers)) {
      case Reading.Value written -> written.value();
      case Reading.Odd odd -> value;
    };
  }

  private void writeCoil(RegisterMapping mapping, boolean on) throws ModbusException {
    boolean isMultiple = mapping.config().multiple();
    var _ =
        repeated(
            () -> {
              if (isMultiple) {
                master.writeCoils(mapping.address(), new boolean[] {on});
              } else {
                master.writeCoil(mapping.address(), on);
              }
              return on;
            });
  }

  private void writeRegisters(RegisterMapping mapping, byte[] registers) throws ModbusException {
    boolean isMultiple = mapping.config().multiple() || registers.length > 2;
    var _ =
        repeated(
            () -> {
              if (isMultiple) {
                master.writeRegisters(mapping.address(), registers);
              } else {
                int register = ((registers[0] & 0xFF) << Byte.SIZE) | (registers[1] & 0xFF);
                master.writeRegister(mapping.address(), register);
              }
              return registers;
            });
  }

  /** All requests are idempotent: a register has the same value however often it is written. */
  private <T> T repeated(Request<T> request) throws ModbusException {
    for (int left = retries; ; left--) {
      try {
        return request.send();
      } catch (ModbusException failed) {
        boolean isWorthIt =
            switch (failed.kind()) {
              case TIMEOUT, GARBLED, LOST -> true;
              default -> false;
            };
        if (!isWorthIt || left <= 0) {
          throw failed;
        }
      }
    }
  }
}
