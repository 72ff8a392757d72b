package io.junctor.devices.fridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.devices.config.SafeOutput;
import io.junctor.drivers.gpio.GpioLine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done for a fridge when its process is dead. */
class FridgeSafeOutputsTest {

  @Test
  void theSolenoidThatADeadFridgeLeftOnIsSwitchedOff() throws Exception {
    // Given
    FridgeBench bench = FridgeBench.running();
    bench.dispense(3);
    bench.loop.hang();
    assertEquals(0b100, bench.solenoids());
    // When
    for (SafeOutput step : FridgeBench.CONFIG.safeOutputs()) {
      if (step instanceof SafeOutput.I2c(String bus, int address, int register, int value)) {
        bench.wiring.bus(bus).writeByteData(address, register, value);
      }
    }
    // Then
    assertEquals(0, bench.solenoids());
  }

  @Test
  void theRelayGoesToTheLevelThatMeansOff() {
    assertEquals(
        new SafeOutput.Gpio(GpioLine.named("GPIO27"), false),
        withRelay(false).safeOutputs().getFirst());
    assertEquals(
        new SafeOutput.Gpio(GpioLine.named("GPIO27"), true),
        withRelay(true).safeOutputs().getFirst());
  }

  @Test
  void aFridgeWithoutOutputsNeedsNothing() {
    FridgeConfig bare =
        new FridgeConfig(
            "Bare",
            FridgeBench.CONFIG.ranger(),
            null,
            FridgeBench.CONFIG.door(),
            null,
            FridgeBench.CONFIG.temperature(),
            20);
    assertEquals(List.of(), bare.safeOutputs());
  }

  private static FridgeConfig withRelay(boolean activeLow) {
    return new FridgeConfig(
        "Relay",
        FridgeBench.CONFIG.ranger(),
        null,
        null,
        new FridgeConfig.Compressor("GPIO27", activeLow, 10),
        null,
        20);
  }
}
