package io.junctor.devices.knob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.loop.LoopSimClock;
import io.junctor.devices.loop.ManualLoop;
import io.junctor.devices.loop.OutputWatchdog;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.sim.I2cFault;
import io.junctor.drivers.sim.SimBoard;
import io.junctor.drivers.sim.SimI2cBus;
import io.junctor.drivers.sim.SimPca9685;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnobMotorTest {

  private static final int ADDRESS = 0x40;

  private final ManualLoop loop = new ManualLoop();
  private final SimBoard board = new SimBoard(new LoopSimClock(loop));
  private final SimI2cBus bus = board.addI2cBus("i2c-1");
  private final SimPca9685 chip = bus.attach(new SimPca9685(ADDRESS));
  private final List<String> fired = new ArrayList<>();
  private final List<double[]> outputs = new ArrayList<>(); // forward, backward, after each change
  private final KnobMotor motor =
      new KnobMotor(
          KnobConfig.defaults().motor(),
          board,
          loop,
          new OutputWatchdog("test", loop.beside()),
          () -> fired.add("fired"));

  @BeforeEach
  void start() throws Exception {
    motor.ensureStarted();
    chip.onPwm(
        (channel, output) ->
            outputs.add(new double[] {chip.output(0).duty(), chip.output(1).duty()}));
    outputs.clear();
  }

  private double forward() {
    return chip.output(0).duty();
  }

  private double backward() {
    return chip.output(1).duty();
  }

  @Test
  void signOfTheDutyIsTheDirection() throws Exception {
    // When
    motor.drive(0.5);
    // Then
    assertEquals(0.5, forward(), 0.001);
    assertEquals(0, backward());
    // and back
    motor.drive(-0.25);
    assertEquals(0, forward());
    assertEquals(0.25, backward(), 0.001);
  }

  @Test
  void bothDirectionsAreNeverOnTogether() throws Exception {
    // When
    for (double duty : new double[] {0.5, -0.5, 1, -1, 0.3, 0, -0.2, 0.2}) {
      motor.drive(duty);
    }
    // Then
    assertTrue(outputs.size() > 8);
    for (double[] output : outputs) {
      assertTrue(output[0] == 0 || output[1] == 0, output[0] + " and " + output[1]);
    }
  }

  @Test
  void frequencyIsTheConfiguredOne() throws Exception {
    // When
    motor.drive(0.5);
    // Then: the nearest the prescaler can give
    assertEquals(1_017, chip.output(0).frequencyHz(), 1);
  }

  @Test
  void offIsConfirmedByReadingBack() throws Exception {
    // Given
    motor.drive(0.5);
    assertFalse(motor.isOffConfirmed());
    // When
    motor.off();
    // Then
    assertTrue(motor.isOffConfirmed());
    assertEquals(0, forward());
  }

  @Test
  void offThatFailsIsNotConfirmedAndTheWatchdogGoesOn() throws Exception {
    // Given
    motor.drive(0.5);
    bus.inject(new I2cFault.Nack(ADDRESS));
    // When
    assertThrows(I2cException.class, motor::off);
    // Then
    assertFalse(motor.isOffConfirmed());
    loop.advanceMillis(1_000);
    assertTrue(forward() > 0);
    bus.clearFaults();
    loop.advanceMillis(100);
    assertEquals(0, forward());
    assertEquals(List.of("fired"), fired);
  }

  @Test
  void drivingAgainInTimeKeepsTheWatchdogQuiet() throws Exception {
    // When
    for (int i = 0; i < 50; i++) {
      motor.drive(0.5);
      loop.advanceMillis(20);
    }
    // Then
    assertEquals(List.of(), fired);
    assertTrue(forward() > 0);
    // and when nobody drives any more
    loop.advance(KnobMotor.WATCHDOG_LIMIT);
    assertEquals(List.of("fired"), fired);
    assertEquals(0, forward());
  }
}
