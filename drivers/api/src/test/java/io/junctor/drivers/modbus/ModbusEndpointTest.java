package io.junctor.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.modbus.ModbusException.Kind;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModbusEndpointTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.10:1502, 192.0.2.10, 1502, 192.0.2.10:1502",
    "192.0.2.10, 192.0.2.10, 502, 192.0.2.10:502",
    "press.local:502, press.local, 502, press.local:502",
    "[2001:db8::1]:502, 2001:db8::1, 502, [2001:db8::1]:502",
    "[2001:db8::1], 2001:db8::1, 502, [2001:db8::1]:502",
  })
  void hostAndPortAreReadAndNamedAgain(String text, String host, int port, String where) {
    // When
    ModbusEndpoint.Tcp read = ModbusEndpoint.Tcp.parse(text);

    // Then
    assertEquals(new ModbusEndpoint.Tcp(host, port), read);
    assertEquals(where, read.where());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":502", "host:", "host:0", "host:65536", "2001:db8::1", "a b:1", "h:1x"})
  void whatIsNoHostAndPortIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> ModbusEndpoint.Tcp.parse(text));
  }

  @Test
  void rtuNeedsEightDataBits() {
    // When
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ModbusEndpoint.Serial("/dev/ttyUSB0", SerialSettings.parse("9600 7E1")));

    // Then
    assertEquals(
        "settings: expected 8 data bits as RTU needs them, got 9600 7E1", refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "1, ILLEGAL_FUNCTION, false",
    "2, ILLEGAL_ADDRESS, false",
    "3, ILLEGAL_VALUE, false",
    "4, DEVICE_FAILURE, true",
    "5, DEVICE_BUSY, true",
    "6, DEVICE_BUSY, true",
    "10, GATEWAY_PATH, true",
    "11, GATEWAY_TARGET, true",
    "8, REFUSED, false",
    "255, REFUSED, false",
  })
  void exceptionCodesHaveTheirKind(int code, Kind kind, boolean isTransient) {
    // When
    ModbusException answered = ModbusException.answered(3, code, "192.0.2.10:502 unit 1");

    // Then
    assertEquals(kind, answered.kind());
    assertEquals(isTransient, answered.isTransient());
  }

  @Test
  void anExceptionCodeIsToldWithFunctionCodeAndWhatToDo() {
    // When
    ModbusException answered = ModbusException.answered(3, 2, "192.0.2.10:502 unit 1");

    // Then
    assertEquals(
        "192.0.2.10:502 unit 1: function 0x03 answered with exception 0x02 (illegal address). "
            + "The unit does not have this register: check register and address",
        answered.getMessage());
  }

  @Test
  void aGatewayThatReachesNobodyIsNoAnswerOfTheUnit() {
    assertFalse(Kind.GATEWAY_TARGET.isAnswer());
    assertFalse(Kind.TIMEOUT.isAnswer());
    assertTrue(Kind.ILLEGAL_ADDRESS.isAnswer());
  }

  @Test
  void aBoardWithoutModbusSaysSo() {
    // Given
    ModbusMaster master =
        ModbusMasters.NONE.open(new ModbusEndpoint.Tcp("h", 502), 1, Duration.ofSeconds(1));

    // When
    ModbusException absent = assertThrows(ModbusException.class, () -> master.readCoils(0, 1));

    // Then
    assertEquals(Kind.UNREACHABLE, absent.kind());
    assertTrue(absent.getMessage().contains("without Modbus"), absent.getMessage());
  }
}
