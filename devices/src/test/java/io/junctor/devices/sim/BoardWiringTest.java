package io.junctor.devices.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.DeviceKinds;
import io.junctor.devices.fridge.FridgeConfig;
import io.junctor.devices.knob.KnobConfig;
import io.junctor.devices.thing.Device;
import io.junctor.devices.thing.Status.Availability;
import io.junctor.drivers.gpio.GpioLine;
import io.junctor.drivers.gpio.OutputSettings;
import io.junctor.drivers.sim.SimBoard;
import io.junctor.drivers.sim.SteppedSimClock;
import java.time.Duration;
import java.time.InstantSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BoardWiringTest {

  private final SimBoard board = new SimBoard(new SteppedSimClock());
  private final BoardWiring wiring = new BoardWiring(board);

  @Test
  void headerLineIsFoundByNameByChipAndByLabel() {
    assertSame(wiring.line("GPIO17"), wiring.line("gpiochip0:17"));
    assertSame(wiring.line("GPIO17"), wiring.line("pinctrl-bcm2711:17"));
    assertNotSame(wiring.line("GPIO17"), wiring.line("GPIO27"));
  }

  @Test
  void lineOfAnyOtherNameOrChipIsMadeOnceAndCanBeOpened() throws Exception {
    // Given
    var door = wiring.line("DOOR");
    var other = wiring.line("gpiochip4:3");
    // When
    try (var output =
        board.gpio().openOutput(GpioLine.parse("gpiochip4:3"), OutputSettings.of("test"))) {
      output.set(true);
      // Then
      assertTrue(other.level());
    }
    assertSame(door, wiring.line("DOOR"));
    assertSame(other, wiring.line("gpiochip4:3"));
  }

  @Test
  void busIsTheSameByNamePathAndNumber() throws Exception {
    // Given
    var bus = wiring.bus("i2c-1");
    // Then
    assertSame(bus, wiring.bus("/dev/i2c-1"));
    assertSame(bus, wiring.bus("1"));
    assertSame(bus, board.i2c("i2c-1"));
  }

  @Test
  void fridgeAndKnobLiveOnOneBoardInRealTime() {
    // Given
    try (SimBoard real = new SimBoard()) {
      BoardWiring shared = new BoardWiring(real);
      FridgeConfig fridgeConfig =
          new FridgeConfig(
              null,
              new FridgeConfig.Ranger(null, 1_300, 300, null, null),
              new FridgeConfig.Slots(null, null, null, null, null, null, null, null),
              new FridgeConfig.Door("GPIO17", null, null),
              new FridgeConfig.Compressor("GPIO27", null, null),
              new FridgeConfig.Temperature(null, 0x4F, null, null, null),
              null);
      KnobConfig knobConfig = KnobConfig.defaults();
      Simulation fridgeWorld = DeviceKinds.of("fridge").simulate(shared, fridgeConfig, 1);
      Simulation knobWorld = DeviceKinds.of("knob").simulate(shared, knobConfig, 2);
      fridgeWorld.play();
      knobWorld.play();
      Device fridge =
          DeviceKinds.of("fridge").create("fridge", fridgeConfig, real, InstantSource.system());
      Device knob = DeviceKinds.of("knob").create("knob", knobConfig, real, InstantSource.system());
      // When
      fridge.start();
      knob.start();
      // Then
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> isOnline(fridge) && isOnline(knob));
      fridge.close();
      knob.close();
      assertEquals(Availability.OFFLINE, knob.thing().status().availability());
      fridgeWorld.close();
      knobWorld.close();
    }
  }

  private static boolean isOnline(Device device) {
    return device.thing().status().availability() == Availability.ONLINE;
  }
}
