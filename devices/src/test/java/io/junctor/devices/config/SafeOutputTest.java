package io.junctor.devices.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.drivers.gpio.GpioLine;
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
  void whatWouldBreakTheListIsRefused() {
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
