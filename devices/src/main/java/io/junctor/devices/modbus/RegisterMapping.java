package io.junctor.devices.modbus;

import io.junctor.devices.thing.Schema;
import io.junctor.devices.thing.ThingException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One property and its registers: turns what was read into a value and a value into what is
 * written. Immutable.
 *
 * <p>Values are Boolean (coils, discrete inputs, bits, type bool), String (strings and named
 * states), Long (integers without scale, offset and deadband) or Double.
 *
 * <p>Scale and offset are counted in decimals, so that 123 at scale 0.1 is 12.3 and nothing else.
 */
final class RegisterMapping {

  /** UCUM's unit of what has none. */
  private static final String UNITY = "1";

  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private final String name;
  private final RegisterConfig config;
  private final ValueType type;
  private final Schema schema;
  private final Map<String, Integer> numbers = new HashMap<>(); // word -> number

  /**
   * A mapping whose configuration makes sense.
   *
   * @throws IllegalArgumentException if it does not; the message begins with the property's name
   */
  RegisterMapping(String name, RegisterConfig config) {
    this.name = name;
    this.config = config;
    type = config.valueType();
    try {
      checkNames();
      schema = schema();
      checkWritable();
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(
          "properties." + name + "." + refused.getMessage(), refused);
    }
  }

  String name() {
    return name;
  }

  RegisterConfig config() {
    return config;
  }

  RegisterTable table() {
    return config.table();
  }

  int address() {
    return config.address();
  }

  int count() {
    return config.count();
  }

  /** What the value is. */
  Schema valueSchema() {
    return schema;
  }

  /** The registers, as errors name them: {@code holding 100..101}. */
  String where() {
    String first = table().text() + " " + address();
    return count() == 1 ? first : first + ".." + (address() + count() - 1);
  }

  /** The value brought to when nobody controls it, null where none is declared. */
  @Nullable Object safeValue() {
    try {
      return config.safe() == null ? null : schema.check("safe", config.safe());
    } catch (ThingException refused) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
  }

  // ---- reading

  /** The value of registers that were read, two bytes each. */
  Object value(byte[] registers) throws MappingException {
    return switch (type) {
      case BOOL -> bool(registers);
      case STRING -> RegisterCodec.text(registers, config.isByteLittle());
      case FLOAT32, FLOAT64 -> {
        double raw =
            RegisterCodec.floating(type, registers, config.isByteLittle(), config.isWordLittle());
        if (!Double.isFinite(raw)) {
          throw new MappingException(where() + " holds " + raw + ", which is no number");
        }
        yield inRange(scaled(BigDecimal.valueOf(raw)).doubleValue());
      }
      case INT16, UINT16, INT32, UINT32, INT64, UINT64 -> integer(registers);
    };
  }

  private boolean bool(byte[] registers) {
    int register = register(registers);
    return config.bit() == null ? register != 0 : (register >> config.bit() & 1) == 1;
  }

  private static int register(byte[] registers) {
    return ((registers[0] & 0xFF) << Byte.SIZE) | (registers[1] & 0xFF);
  }

  private Object integer(byte[] registers) throws MappingException {
    BigInteger raw =
        RegisterCodec.integer(type, registers, config.isByteLittle(), config.isWordLittle());
    Map<Integer, String> names = config.names();
    if (names != null) {
      String word = raw.bitLength() < Integer.SIZE ? names.get(raw.intValue()) : null;
      if (word == null) {
        throw new MappingException(
            where() + " holds " + raw + ", expected one of " + new TreeMap<>(names));
      }
      return word;
    }
    if (isReal()) {
      return inRange(scaled(new BigDecimal(raw)).doubleValue());
    }
    if (raw.compareTo(LONG_MAX) > 0) {
      throw new MappingException(where() + " holds " + raw + ", more than 63 bits carry");
    }
    return inRange(raw.longValueExact());
  }

  private BigDecimal scaled(BigDecimal raw) {
    return raw.multiply(BigDecimal.valueOf(config.scale()))
        .add(BigDecimal.valueOf(config.offset()));
  }

  private <T extends Number> T inRange(T value) throws MappingException {
    Double minimum = config.minimum();
    Double maximum = config.maximum();
    if ((minimum != null && value.doubleValue() < minimum)
        || (maximum != null && value.doubleValue() > maximum)) {
      throw new MappingException(
          where()
              + " reads "
              + value
              + ", outside of "
              + (minimum == null ? "" : minimum)
              + ".."
              + (maximum == null ? "" : maximum)
              + ": check the machine, then type, scale and order");
    }
    return value;
  }

  // ---- writing

  /**
   * The registers that hold the value, which the schema has checked. Of a single bit: the whole
   * register with the others as they are.
   *
   * @param before what the registers hold now; looked at for a bit only
   * @throws ThingException invalid_argument if it does not fit
   */
  byte[] registers(Object value, byte[] before) throws ThingException {
    try {
      return switch (value) {
        case Boolean on -> boolRegister(on, before);
        case String text when type == ValueType.STRING ->
            RegisterCodec.registers(text, count(), config.isByteLittle());
        case String word -> integerRegisters(BigInteger.valueOf(number(word)));
        case Number number when type.isFloat() ->
            RegisterCodec.registers(
                type, unscaled(number).doubleValue(), config.isByteLittle(), config.isWordLittle());
        case Number number ->
            integerRegisters(unscaled(number).setScale(0, RoundingMode.HALF_UP).toBigInteger());
        default -> throw new IllegalArgumentException("expected a value, got " + value);
      };
    } catch (IllegalArgumentException tooLarge) {
      throw ThingException.invalidArgument(
          name, "a value that fits (" + tooLarge.getMessage() + ")", value);
    }
  }

  private byte[] boolRegister(boolean on, byte[] before) {
    int register = on ? 1 : 0;
    if (config.bit() != null) {
      int mask = 1 << config.bit();
      register = on ? register(before) | mask : register(before) & ~mask;
    }
    return new byte[] {(byte) (register >> Byte.SIZE), (byte) register};
  }

  private int number(String word) {
    return Objects.requireNonNull(numbers.get(word), word);
  }

  private byte[] integerRegisters(BigInteger raw) {
    return RegisterCodec.registers(type, raw, config.isByteLittle(), config.isWordLittle());
  }

  private BigDecimal unscaled(Number value) {
    BigDecimal exact =
        value instanceof Long whole
            ? BigDecimal.valueOf(whole)
            : BigDecimal.valueOf(value.doubleValue());
    return exact
        .subtract(BigDecimal.valueOf(config.offset()))
        .divide(BigDecimal.valueOf(config.scale()), MathContext.DECIMAL64);
  }

  // ---- the schema

  private boolean isReal() {
    return type.isFloat() || config.isScaled() || config.deadband() > 0;
  }

  private void checkNames() {
    Map<Integer, String> names = config.names();
    if (names == null) {
      require(config.scale() == 1 || type.isInteger() || type.isFloat(), "scale: numbers only");
      return;
    }
    require(type.isInteger() && !config.isScaled(), "names: expected an integer without scale");
    require(!names.isEmpty(), "names: expected at least one");
    names.forEach(
        (number, word) -> {
          BigInteger raw = BigInteger.valueOf(number);
          require(
              raw.compareTo(type.minimum()) >= 0 && raw.compareTo(type.maximum()) <= 0,
              "names: " + number + " does not fit " + type.text());
          require(numbers.put(word, number) == null, "names: '" + word + "' stands there twice");
        });
  }

  private Schema schema() {
    if (type == ValueType.BOOL) {
      return new Schema.Bool();
    }
    if (type == ValueType.STRING) {
      return new Schema.Text(Objects.requireNonNull(config.length()));
    }
    if (config.names() != null) {
      return new Schema.Word(numbers.keySet());
    }
    return isReal() ? numeric() : whole();
  }

  private Schema numeric() {
    double low = lowest().doubleValue();
    double high = highest().doubleValue();
    double minimum = config.minimum() == null ? Math.min(low, high) : config.minimum();
    double maximum = config.maximum() == null ? Math.max(low, high) : config.maximum();
    Double resolution = type.isFloat() ? null : Math.abs(config.scale());
    return new Schema.Numeric(
        config.unit() == null ? UNITY : config.unit(), minimum, maximum, resolution);
  }

  private BigDecimal lowest() {
    return scaled(
        type.isFloat() ? BigDecimal.valueOf(floatMax()).negate() : new BigDecimal(type.minimum()));
  }

  private BigDecimal highest() {
    return scaled(type.isFloat() ? BigDecimal.valueOf(floatMax()) : new BigDecimal(type.maximum()));
  }

  /** A thousandth of what the type holds, so that scale and offset do not leave a double. */
  private double floatMax() {
    return (type == ValueType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE) / 1_000;
  }

  private Schema whole() {
    long minimum = type.minimum().longValue();
    long maximum = type.maximum().min(LONG_MAX).longValue();
    return new Schema.Whole(
        config.unit(),
        config.minimum() == null ? minimum : (long) Math.ceil(config.minimum()),
        config.maximum() == null ? maximum : (long) Math.floor(config.maximum()));
  }

  /** What may be written must fit, and nobody may drive a machine without limits. */
  private void checkWritable() {
    if (!config.writable()) {
      return;
    }
    if (type.isFloat()) {
      require(
          config.minimum() != null && config.maximum() != null,
          "minimum: expected minimum and maximum where floating point numbers are written");
    }
    checkFits("minimum", config.minimum());
    checkFits("maximum", config.maximum());
    checkFits("safe", safeValue());
  }

  private void checkFits(String key, @Nullable Object value) {
    if (value == null) {
      return;
    }
    try {
      var _ = registers(value, new byte[2]);
    } catch (ThingException refused) {
      throw new IllegalArgumentException(key + ": " + refused.getMessage(), refused);
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
