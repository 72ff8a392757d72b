package io.junctor.devices;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.junctor.devices.config.DeviceConfig;
import io.junctor.devices.fridge.FridgeConfig;
import io.junctor.devices.knob.KnobConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations as the app reads them, with Jackson. */
class ConfigTest {

  private static final String RANGER =
      "'ranger':{'emptyDistanceMillimetres':1300,'fullDistanceMillimetres':300}";

  private final ObjectMapper mapper = new ObjectMapper();

  private <T> T read(String json, Class<T> type) throws Exception {
    return mapper.readValue(json.replace('\'', '"'), type);
  }

  private String refusal(String json, Class<?> type) {
    return assertThrows(ValueInstantiationException.class, () -> read(json, type))
        .getCause()
        .getMessage();
  }

  @Test
  void fridgeNeedsOnlyItsCalibration() throws Exception {
    // When
    FridgeConfig config = read("{" + RANGER + "}", FridgeConfig.class);
    // Then
    assertEquals("Fridge", config.title());
    assertEquals("/dev/serial0", config.ranger().port());
    assertEquals(3_000, config.ranger().staleAfterMillis());
    assertEquals(20, config.lowLevelPercent());
    assertNull(config.slots());
    assertNull(config.compressor());
  }

  @Test
  void partsTakeTheirDefaults() throws Exception {
    // When
    FridgeConfig config =
        read(
            "{"
                + RANGER
                + ",'slots':{},'door':{'line':'GPIO17'},'compressor':{'line':'gpiochip0:27'},"
                + "'temperature':{}}",
            FridgeConfig.class);
    // Then
    assertEquals(0x20, config.slots().address());
    assertEquals(250, config.slots().pulseMillis());
    assertEquals(180, config.compressor().minimumOffSeconds());
    assertEquals(11, config.temperature().resolutionBits());
  }

  @Test
  void knobNeedsNothing() throws Exception {
    assertEquals(KnobConfig.defaults(), read("{}", KnobConfig.class));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{} | ranger: expected a value, got none",
        "{'ranger':{}} | emptyDistanceMillimetres: expected a value, got none",
        "{'ranger':{'emptyDistanceMillimetres':400,'fullDistanceMillimetres':500}} |"
            + " emptyDistanceMillimetres: expected more than fullDistanceMillimetres 500, got 400",
        "{'ranger':{'emptyDistanceMillimetres':400,'fullDistanceMillimetres':200}} |"
            + " fullDistanceMillimetres: expected 300..4998, got 200",
        "{RANGER,'slots':{'address':64}} |"
            + " address: expected a 7-bit address 0x20..0x27, got 0x40",
        "{RANGER,'slots':{'count':9}} | count: expected 1..8, got 9",
        "{RANGER,'slots':{'pulseMillis':500,'maximumOnMillis':500}} |"
            + " maximumOnMillis: expected 550..5000, got 500",
        "{RANGER,'slots':{'pollMillis':1}} | pollMillis: expected 20..5000, got 1",
        "{RANGER,'door':{}} | line: expected a value, got none",
        "{RANGER,'door':{'line':' '}} | line: expected a text, got a blank",
        "{RANGER,'temperature':{'resolutionBits':12}} | resolutionBits: expected 9 or 11, got 12",
        "{RANGER,'lowLevelPercent':101} | lowLevelPercent: expected 0..100, got 101"
      })
  void fridgeOutOfRangeIsRefusedWithWhatWasExpected(String json, String message) {
    assertEquals(message, refusal(json.replace("RANGER", RANGER), FridgeConfig.class));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{'minimumDegrees':100,'maximumDegrees':105} |"
            + " maximumDegrees: expected at least minimumDegrees 100.0 + 10.0, got 105.0",
        "{'speedDegreesPerSecond':0} | speedDegreesPerSecond: expected 1.0..2000.0, got 0.0",
        "{'stallMillis':5} | stallMillis: expected 100..5000, got 5",
        "{'motor':{'forwardChannel':3,'backwardChannel':3}} |"
            + " backwardChannel: expected another than forwardChannel 3",
        "{'motor':{'frequencyHertz':2000}} | frequencyHertz: expected 24..1526, got 2000",
        "{'sensor':{'channel':4}} | channel: expected 0..3, got 4",
        "{'sensor':{'minimumMillivolts':3000,'maximumMillivolts':3050}} |"
            + " maximumMillivolts: expected 3100..3200, got 3050"
      })
  void knobOutOfRangeIsRefusedWithWhatWasExpected(String json, String message) {
    assertEquals(message, refusal(json, KnobConfig.class));
  }

  @Test
  void twoDevicesOnOneAddressAreRefused() throws Exception {
    // Given: the LM75's and the ADS1115's defaults are the same address
    Map<String, DeviceConfig> configs = new LinkedHashMap<>();
    configs.put("fridge", read("{" + RANGER + ",'temperature':{}}", FridgeConfig.class));
    configs.put("knob", KnobConfig.defaults());
    // When
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> DeviceKinds.requireDisjoint(configs));
    // Then
    assertEquals("knob: i2c-1 0x48 is used by fridge already", refused.getMessage());
    // and with another address it is fine
    configs.put(
        "fridge", read("{" + RANGER + ",'temperature':{'address':79}}", FridgeConfig.class));
    assertDoesNotThrow(() -> DeviceKinds.requireDisjoint(configs));
  }

  @Test
  void oneBusUnderThreeNamesIsOneClaim() {
    for (String bus : new String[] {"i2c-1", "/dev/i2c-1", "1"}) {
      // Given
      KnobConfig.Sensor sensor = new KnobConfig.Sensor(bus, null, null, null, null, null);
      KnobConfig config =
          new KnobConfig(null, sensor, null, null, null, null, null, null, null, null);
      // Then
      assertEquals("i2c-1 0x48", config.claims().getFirst());
    }
  }

  @Test
  void kindsAreFoundByNameAndUnknownOnesSayWhichThereAre() {
    assertEquals(FridgeConfig.class, DeviceKinds.of("fridge").configType());
    IllegalArgumentException unknown =
        assertThrows(IllegalArgumentException.class, () -> DeviceKinds.of("toaster"));
    assertEquals(
        "kind: expected one of [fridge, knob, modbus], got 'toaster'", unknown.getMessage());
  }
}
