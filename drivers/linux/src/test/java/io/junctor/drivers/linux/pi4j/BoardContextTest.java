package io.junctor.drivers.linux.pi4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CConfig;
import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.sim.SimAds1115;
import io.junctor.drivers.sim.SimBoard;
import io.junctor.drivers.sim.SimGpioChip;
import io.junctor.drivers.sim.SteppedSimClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoardContextTest {

  private final SteppedSimClock clock = new SteppedSimClock();
  private final SimBoard board = new SimBoard(clock);
  private final SimGpioChip chip =
      board.addGpioChip("gpiochip0", "pinctrl-test", List.of("GPIO0", "GPIO1", "GPIO2"));
  private final Context pi4j = BoardContext.create(board, "pinctrl-test");

  @AfterEach
  void shutDown() {
    pi4j.shutdown();
  }

  @Test
  void inputReportsItsStateAndItsChanges() {
    // Given
    DigitalInput input = pi4j.create(DigitalInputConfig.newBuilder(pi4j).id("in").bcm(1).build());
    List<DigitalState> seen = new ArrayList<>();
    input.addListener(event -> seen.add(event.state()));
    // When: Pi4J debounces by 10 ms unless told otherwise
    chip.line(1).drive(true);
    clock.advance(Duration.ofMillis(10));
    chip.line(1).drive(false);
    clock.advance(Duration.ofMillis(10));
    // Then
    assertEquals(List.of(DigitalState.HIGH, DigitalState.LOW), seen);
    assertEquals(DigitalState.LOW, input.state());
  }

  @Test
  void pullAndDebounceReachTheLine() {
    // Given
    DigitalInput input =
        pi4j.create(
            DigitalInputConfig.newBuilder(pi4j)
                .id("in")
                .bcm(0)
                .pull(PullResistance.PULL_UP)
                .debounce(20_000L)
                .build());
    List<DigitalState> seen = new ArrayList<>();
    input.addListener(event -> seen.add(event.state()));
    assertEquals(DigitalState.HIGH, input.state());
    // When
    chip.line(0).drive(false);
    clock.advance(Duration.ofMillis(19));
    boolean isEarly = !seen.isEmpty();
    clock.advance(Duration.ofMillis(1));
    // Then
    assertFalse(isEarly);
    assertEquals(List.of(DigitalState.LOW), seen);
  }

  @Test
  void outputDrivesItsLineAndGoesToItsShutdownState() throws Exception {
    // Given
    DigitalOutput output =
        pi4j.create(
            DigitalOutputConfig.newBuilder(pi4j)
                .id("out")
                .bcm(2)
                .initial(DigitalState.HIGH)
                .shutdown(DigitalState.HIGH)
                .build());
    assertTrue(chip.line(2).level());
    output.low();
    assertFalse(chip.line(2).level());
    // When
    pi4j.shutdown("out");
    // Then
    assertTrue(chip.line(2).level());
    assertFalse(board.gpio().chips().getFirst().lines().get(2).isUsed());
  }

  @Test
  void heldLineIsATypedErrorAndOpensOnceItIsFree() {
    // Given
    chip.line(1).holdBy("w1-gpio");
    DigitalInputConfig config = DigitalInputConfig.newBuilder(pi4j).id("in").bcm(1).build();
    // When
    Pi4JException error = assertThrows(Pi4JException.class, () -> pi4j.create(config));
    // Then
    assertEquals(GpioException.Kind.BUSY, ((GpioException) error.getCause()).kind());
    chip.line(1).holdBy(null);
    DigitalInput input = pi4j.create(config);
    assertEquals(DigitalState.LOW, input.state());
  }

  @Test
  void secondIdForTheSameLineIsRefusedAndTheFirstKeepsWorking() {
    // Given
    DigitalInput first = pi4j.create(DigitalInputConfig.newBuilder(pi4j).id("a").bcm(1).build());
    // When
    assertThrows(
        Pi4JException.class,
        () -> pi4j.create(DigitalInputConfig.newBuilder(pi4j).id("b").bcm(1).build()));
    // Then
    chip.line(1).drive(true);
    clock.advance(Duration.ofMillis(10));
    assertEquals(DigitalState.HIGH, first.state());
  }

  @Test
  void i2cDeviceReadsAndWritesRegisters() {
    // Given
    board.addI2cBus("i2c-1").attach(new SimAds1115(0x48, clock));
    I2C device = pi4j.create(I2CConfig.newBuilder(pi4j).id("adc").bus(1).device(0x48).build());
    // When
    device.writeRegister(2, new byte[] {0x12, 0x34});
    // Then
    byte[] buffer = new byte[4];
    assertEquals(2, device.readRegister(2, buffer, 1, 2));
    assertArrayEquals(new byte[] {0, 0x12, 0x34, 0}, buffer);
    assertEquals(0x85, device.readRegister(1));
    assertArrayEquals(new byte[] {0x12, 0x34}, device.readRegisterNBytes(2, 0, 2));
    device.write(new byte[] {3});
    byte[] plain = new byte[2];
    device.read(plain);
    assertArrayEquals(new byte[] {0x7F, (byte) 0xFF}, plain);
  }

  @Test
  void absentDeviceKeepsItsTypedErrorAsCause() {
    // Given
    board.addI2cBus("i2c-1");
    I2C device = pi4j.create(I2CConfig.newBuilder(pi4j).id("none").bus(1).device(0x50).build());
    // When
    Pi4JException error = assertThrows(Pi4JException.class, () -> device.readRegister(0));
    // Then
    assertEquals(I2cException.Kind.ABSENT, ((I2cException) error.getCause()).kind());
  }
}
