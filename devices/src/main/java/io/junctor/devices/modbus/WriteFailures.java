package io.junctor.devices.modbus;

import io.junctor.devices.modbus.RegisterAccess.Reading;
import io.junctor.devices.thing.ThingException;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusException.Kind;
import java.util.Locale;
import java.util.Map;

/** What a caller is told when a write did not work. */
final class WriteFailures {

  private WriteFailures() {}

  /** A request failed. */
  static ThingException of(RegisterMapping mapping, Object value, ModbusException cause) {
    if (cause.kind() == Kind.ILLEGAL_VALUE) {
      return ThingException.invalidArgument(
          mapping.name(), "a value the unit takes (" + cause.getMessage() + ")", value);
    }
    String outcome =
        cause.kind().isAnswer() || cause.kind() == Kind.UNREACHABLE
            ? ""
            : " It is not known whether the unit took the value.";
    return ThingException.unavailable(
        mapping.name() + " (" + mapping.where() + "): " + cause.getMessage() + outcome,
        details(mapping, cause.kind().name().toLowerCase(Locale.ROOT)));
  }

  /** The unit confirmed the write and keeps another value. */
  static ThingException notTaken(RegisterMapping mapping, Object expected, Reading reading) {
    String got =
        switch (reading) {
          case Reading.Value(Object value) -> value.toString();
          case Reading.Odd(String reason) -> reason;
        };
    return ThingException.unavailable(
        mapping.name()
            + " ("
            + mapping.where()
            + "): expected to read back "
            + expected
            + " within "
            + mapping.config().settleMillis()
            + " ms, got "
            + got
            + ". Is the machine in local mode, or does it need a longer settleMillis?",
        details(mapping, "not_taken"));
  }

  private static Map<String, Object> details(RegisterMapping mapping, String cause) {
    return Map.of("property", mapping.name(), "register", mapping.where(), "cause", cause);
  }
}
