package io.junctor.devices.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is written to a Modbus unit to make an output safe, and by which function of the protocol.
 *
 * @param function how it is written
 * @param address the first coil or register, 0 to 65535
 * @param values of {@link Function#HOLDING} and {@link Function#HOLDINGS} the registers as they are
 *     on the wire, 0 to 65535; of {@link Function#BIT} and {@link Function#BITS} the number of the
 *     bit, 0 to 15, and 0 or 1; of coils 0 or 1
 */
public record SafeModbusWrite(Function function, int address, List<Integer> values) {

  /** MODBUS Application Protocol V1.1b3, section 6. */
  public enum Function {
    /** Function code 5. */
    COIL,
    /** Function code 15. */
    COILS,
    /** Function code 6. */
    HOLDING,
    /** Function code 16. */
    HOLDINGS,
    /** One bit of a register, read by 3 and written back by 6. */
    BIT,
    /** One bit of a register, read by 3 and written back by 16. */
    BITS
  }

  private static final int REGISTER_MAX = 0xFFFF;
  private static final int BIT_MAX = 15;

  /** The most registers in one request, 6.12 of the specification. */
  private static final int VALUES_MAX = 123;

  public SafeModbusWrite {
    Checks.range("address", address, 0, 0, REGISTER_MAX);
    values = List.copyOf(values);
    int countMin = function == Function.BIT || function == Function.BITS ? 2 : 1;
    int countMax =
        switch (function) {
          case COIL, HOLDING -> 1;
          case BIT, BITS -> 2;
          case COILS, HOLDINGS -> VALUES_MAX;
        };
    Checks.require(
        values.size() >= countMin && values.size() <= countMax,
        "values: expected " + countMin + ".." + countMax + ", got " + values.size());
    for (int i = 0; i < values.size(); i++) {
      int valueMax =
          switch (function) {
            case HOLDING, HOLDINGS -> REGISTER_MAX;
            case COIL, COILS -> 1;
            case BIT, BITS -> i == 0 ? BIT_MAX : 1;
          };
      Checks.range("values", values.get(i), 0, 0, valueMax);
    }
  }

  /** As it stands in a line: {@code holdings 100 0x0000 0x41c8}, {@code coil 3 0}. */
  String text() {
    boolean isRegister = function == Function.HOLDING || function == Function.HOLDINGS;
    return function.name().toLowerCase(Locale.ROOT)
        + " "
        + address
        + values.stream()
            .map(value -> String.format(Locale.ROOT, isRegister ? " 0x%04x" : " %d", value))
            .collect(Collectors.joining());
  }
}
