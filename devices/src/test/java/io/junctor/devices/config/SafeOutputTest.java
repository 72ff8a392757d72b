package io.junctor.devices.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.devices.config.SafeModbusWrite.Function;
import io.junctor.drivers.gpio.GpioLine;
import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.serial.SerialSettings;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SafeOutputTest {

  @Test
  void aLineIsWrittenAsItIsConfigured() {
    assertEquals(
        "gpio gpiochip0:17 1", new SafeOutput.Gpio(GpioLine.parse("gpiochip0:17"), true).text());
    assertEquals("gpio RELAY 2 0", new SafeOutput.Gpio(GpioLine.parse("RELAY 2"), false).text());
  }

  @Test
  void aBusIsNamedWithoutItsFolder() {
    assertEquals(
        "i2c i2c-1 0x20 0x15 0x00", new SafeOutput.I2c("/dev/i2c-1", 0x20, 0x15, 0).text());
  }

  @Test
  void aMachineIsNamedByItsWayAndUnit() {
    SafeModbusWrite off = new SafeModbusWrite(Function.COIL, 3, List.of(0));
    ModbusEndpoint line =
        new ModbusEndpoint.Serial("/dev/ttyUSB0", SerialSettings.parse("19200 8E1 rs485"));
    assertEquals(
        "modbus-tcp 192.0.2.10:502 255 coil 3 0",
        new SafeOutput.Modbus(ModbusEndpoint.Tcp.parse("192.0.2.10"), 255, off).text());
    assertEquals(
        "modbus-rtu /dev/ttyUSB0 19200 8E1 rs485 1 coil 3 0",
        new SafeOutput.Modbus(line, 1, off).text());
  }

  @Test
  void aServersNameBecomesItsAddress() {
    SafeModbusWrite off = new SafeModbusWrite(Function.COIL, 3, List.of(0));
    assertEquals(
        "modbus-tcp [2001:db8::1]:1502 1 coil 3 0",
        new SafeOutput.Modbus(ModbusEndpoint.Tcp.parse("plc:1502"), 1, off)
            .at("2001:db8::1")
            .text());
  }

  @Test
  void eachWayToWriteHasItsWord() {
    assertEquals("coils 0 1 0", new SafeModbusWrite(Function.COILS, 0, List.of(1, 0)).text());
    assertEquals(
        "holding 65535 0xffff",
        new SafeModbusWrite(Function.HOLDING, 65_535, List.of(-1 & 0xFFFF)).text());
    assertEquals(
        "holdings 100 0x0000 0x41c8",
        new SafeModbusWrite(Function.HOLDINGS, 100, List.of(0, 0x41C8)).text());
    assertEquals("bit 7 15 1", new SafeModbusWrite(Function.BIT, 7, List.of(15, 1)).text());
    assertEquals("bits 7 0 0", new SafeModbusWrite(Function.BITS, 7, List.of(0, 0)).text());
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    refused(Function.COIL, -1, 0);
    refused(Function.COIL, 65_536, 0);
    refused(Function.COIL, 3, 2);
    refused(Function.COIL, 3, 0, 0);
    refused(Function.HOLDING, 3);
    refused(Function.HOLDING, 3, 65_536);
    refused(Function.BIT, 3, 1);
    refused(Function.BIT, 3, 16, 0);
    refused(Function.BITS, 3, 0, 2);
    assertThrows(
        IllegalArgumentException.class,
        () -> new SafeModbusWrite(Function.HOLDINGS, 0, Collections.nCopies(124, 0)));
  }

  private static void refused(Function function, int address, Integer... values) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new SafeModbusWrite(function, address, List.of(values)));
  }

  @Test
  void whatWouldBreakTheListIsRefused() {
    SafeModbusWrite off = new SafeModbusWrite(Function.COIL, 3, List.of(0));
    ModbusEndpoint blank =
        new ModbusEndpoint.Serial("/dev/my port", SerialSettings.parse("9600 8N1"));
    assertThrows(IllegalArgumentException.class, () -> new SafeOutput.Modbus(blank, 1, off));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SafeOutput.Modbus(new ModbusEndpoint.Tcp("a\nb", 502), 1, off));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SafeOutput.Gpio(GpioLine.named("A\ngpio B"), true));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SafeOutput.Gpio(GpioLine.named("x".repeat(65)), true));
    assertThrows(IllegalArgumentException.class, () -> new SafeOutput.I2c("../mem", 0x20, 0x15, 0));
    assertThrows(IllegalArgumentException.class, () -> new SafeOutput.I2c("i2c-1", 0x78, 0x15, 0));
    assertThrows(IllegalArgumentException.class, () -> new SafeOutput.I2c("i2c-1", 0x20, 0x100, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new SafeOutput.I2c("i2c-1", 0x20, 0x15, 0x100));
  }
}
