package io.junctor.devices.modbus;

import io.junctor.devices.config.Checks;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one register, or some in a row, means.
 *
 * @param register the table: {@code coil}, {@code discrete}, {@code holding}, {@code input};
 *     required
 * @param address of the protocol, 0 to 65535: manuals that write 40101 mean holding 100; required
 * @param type {@code bool}, {@code int16}, {@code uint16}, {@code int32}, {@code uint32}, {@code
 *     int64}, {@code uint64}, {@code float32}, {@code float64}, {@code string}; default {@code
 *     bool} for coils, discrete inputs and where {@code bit} is written, else {@code uint16}
 * @param bit which bit of a register, 0 (least significant) to 15
 * @param length of a string in characters, 1 to 246; required for strings
 * @param byteOrder of the two bytes in a register: {@code big} (default) or {@code little}
 * @param wordOrder of the registers of a value: {@code big} (default) or {@code little}
 * @param scale the value is {@code raw * scale + offset}, not 0, default 1
 * @param offset see {@code scale}, default 0
 * @param unit in UCUM notation: {@code bar}, {@code Cel}, {@code %}
 * @param minimum the smallest value; what is read below it is reported as failed, what is written
 *     below it is refused
 * @param maximum the largest value
 * @param names number -> word, for states: {@code {0: idle, 1: running}}
 * @param deadband the change worth publishing, default 0: every
 * @param poll the poll class, default {@code normal}
 * @param writable whether controllers may set it, default false; coils and holding registers only
 * @param safe the value it is brought to when nobody controls it; writable ones only
 * @param multiple whether it is written by function 15 or 16 even where 5 or 6 would do, default
 *     false
 * @param settleMillis how long the unit may take until it reads back what was written, 0 to 30000,
 *     default 500
 * @param primary whether it is the one a card shows large, default false
 * @param title what a person calls it, default its name
 * @param description one sentence more
 */
public record RegisterConfig(
    String register,
    Integer address,
    String type,
    @Nullable Integer bit,
    @Nullable Integer length,
    String byteOrder,
    String wordOrder,
    Double scale,
    Double offset,
    @Nullable String unit,
    @Nullable Double minimum,
    @Nullable Double maximum,
    @Nullable Map<Integer, String> names,
    Double deadband,
    String poll,
    Boolean writable,
    @Nullable Object safe,
    Boolean multiple,
    Integer settleMillis,
    Boolean primary,
    @Nullable String title,
    @Nullable String description) {

  private static final int ADDRESS_MAX = 65_535;

  /** So many characters as one request can write: 123 registers. */
  private static final int LENGTH_MAX = 246;

  private static final int BIT_MAX = 15;

  public RegisterConfig {
    RegisterTable table = RegisterTable.parse(Checks.required("register", register));
    address = Checks.range("address", Checks.required("address", address), 0, 0, ADDRESS_MAX);
    type = Checks.or(type, table.isBits() || bit != null ? "bool" : "uint16");
    byteOrder = order("byteOrder", byteOrder);
    wordOrder = order("wordOrder", wordOrder);
    scale = Checks.or(scale, 1.0);
    offset = Checks.or(offset, 0.0);
    deadband = Checks.range("deadband", deadband, 0, 0, Double.MAX_VALUE);
    poll = Checks.or(poll, ModbusConfig.POLL_DEFAULT);
    writable = Checks.or(writable, false);
    multiple = Checks.or(multiple, false);
    settleMillis = Checks.range("settleMillis", settleMillis, 500, 0, 30_000);
    primary = Checks.or(primary, false);
    names = names == null ? null : Map.copyOf(names);
    requireShape(table, ValueType.parse(type), bit, length);
    Checks.require(
        scale != 0 && Double.isFinite(scale),
        "scale: expected a number other than 0, got " + scale);
    Checks.require(Double.isFinite(offset), "offset: expected a number, got " + offset);
    Checks.require(
        !writable || table.isWritable(),
        "writable: expected false, " + table.text() + " registers can only be read");
    Checks.require(safe == null || writable, "safe: expected none, the property is not writable");
    Checks.require(
        minimum == null || maximum == null || minimum < maximum,
        "maximum: expected more than minimum " + minimum + ", got " + maximum);
  }

  private static void requireShape(
      RegisterTable table, ValueType type, @Nullable Integer bit, @Nullable Integer length) {
    Checks.require(
        !table.isBits() || type == ValueType.BOOL,
        "type: expected bool for a " + table.text() + ", got " + type.text());
    if (bit != null) {
      Checks.range("bit", bit, 0, 0, BIT_MAX);
      Checks.require(
          !table.isBits() && type == ValueType.BOOL,
          "bit: expected only with type bool in a holding or input register");
    }
    Checks.require(
        (type == ValueType.STRING) == (length != null),
        "length: expected for type string and for no other");
    if (length != null) {
      Checks.range("length", length, 1, 1, LENGTH_MAX);
    }
  }

  private static String order(String key, @Nullable String order) {
    String text = Checks.or(order, "big");
    Checks.require(
        text.equals("big") || text.equals("little"),
        key + ": expected big or little, got '" + text + "'");
    return text;
  }

  RegisterTable table() {
    return RegisterTable.parse(register);
  }

  ValueType valueType() {
    return ValueType.parse(type);
  }

  /** How many registers or bits it takes. */
  int count() {
    return length == null ? valueType().registers() : (length + 1) / 2;
  }

  boolean isByteLittle() {
    return byteOrder.equals("little");
  }

  boolean isWordLittle() {
    return wordOrder.equals("little");
  }

  boolean isScaled() {
    return scale != 1 || offset != 0;
  }
}
