package io.junctor.drivers.modbus;

import io.junctor.drivers.DriverException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request was not answered, or the answer was no. */
public final class ModbusException extends DriverException {

  /** What kind of failure, each with what to do about it. */
  public enum Kind {
    // nobody answered
    UNREACHABLE("Check that it is switched on, the address or path, and the network"),
    LOST("Check cable and network; it is connected again when it is back"),
    TIMEOUT("Check unit number, line settings and wiring, or raise timeoutMillis"),
    GARBLED("Check line settings, termination and shielding, and that there is one master only"),
    BUSY("Poll less often: the line cannot carry all that is asked of it"),
    // the unit answered no: exception codes of the protocol
    ILLEGAL_FUNCTION("The unit does not have this table or cannot be written this way"),
    ILLEGAL_ADDRESS("The unit does not have this register: check register and address"),
    ILLEGAL_VALUE("The unit refuses the value or the number of registers"),
    DEVICE_FAILURE("The unit failed; look at its own display or log"),
    DEVICE_BUSY("The unit is busy; it is asked again"),
    GATEWAY_PATH("The gateway has no way to the unit: check the gateway's configuration"),
    GATEWAY_TARGET("The unit behind the gateway does not answer: check unit number and wiring"),
    REFUSED("See the unit's manual for this exception code");

    private final String remedy;

    Kind(String remedy) {
      this.remedy = remedy;
    }

    /** The kind of an exception code of the protocol. */
    public static Kind ofExceptionCode(int code) {
      return switch (code) {
        case 1 -> ILLEGAL_FUNCTION;
        case 2 -> ILLEGAL_ADDRESS;
        case 3 -> ILLEGAL_VALUE;
        case 4 -> DEVICE_FAILURE;
        case 5, 6 -> DEVICE_BUSY;
        case 10 -> GATEWAY_PATH;
        case 11 -> GATEWAY_TARGET;
        default -> REFUSED;
      };
    }

    /** Whether the unit itself has answered: the line and the unit work. */
    public boolean isAnswer() {
      return switch (this) {
        case UNREACHABLE, LOST, TIMEOUT, GARBLED, BUSY, GATEWAY_PATH, GATEWAY_TARGET -> false;
        case ILLEGAL_FUNCTION,
            ILLEGAL_ADDRESS,
            ILLEGAL_VALUE,
            DEVICE_FAILURE,
            DEVICE_BUSY,
            REFUSED ->
            true;
      };
    }
  }

  private final Kind kind;

  public ModbusException(Kind kind, String where, String what) {
    this(kind, where, what, null);
  }

  public ModbusException(Kind kind, String where, String what, @Nullable Throwable cause) {
    super(what, where, kind.remedy, cause);
    this.kind = kind;
  }

  /** The unit answered with an exception code. */
  public static ModbusException answered(int functionCode, int exceptionCode, String where) {
    Kind kind = Kind.ofExceptionCode(exceptionCode);
    return new ModbusException(
        kind,
        where,
        String.format(
            Locale.ROOT,
            "function 0x%02x answered with exception 0x%02x (%s)",
            functionCode,
            exceptionCode,
            kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
  }

  public Kind kind() {
    return kind;
  }

  @Override
  public boolean isTransient() {
    return switch (kind) {
      case ILLEGAL_FUNCTION, ILLEGAL_ADDRESS, ILLEGAL_VALUE, REFUSED -> false;
      case UNREACHABLE,
          LOST,
          TIMEOUT,
          GARBLED,
          BUSY,
          DEVICE_FAILURE,
          DEVICE_BUSY,
          GATEWAY_PATH,
          GATEWAY_TARGET ->
          true;
    };
  }
}
