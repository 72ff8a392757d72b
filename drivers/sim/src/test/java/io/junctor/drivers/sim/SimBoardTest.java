package io.junctor.drivers.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.gpio.GpioInput;
import io.junctor.drivers.gpio.GpioLine;
import io.junctor.drivers.gpio.InputSettings;
import io.junctor.drivers.i2c.I2cDevice;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Things put together as a device and its physics do it. */
class SimBoardTest {

  private final SteppedSimClock clock = new SteppedSimClock();
  private final SimBoard board = new SimBoard(clock);

  @Test
  void nothingCanBeAddedTwice() {
    // Given
    board.addGpioChip("gpiochip0", "sim", List.of());
    board.addI2cBus("i2c-1");
    board.addSerialLine("/dev/ttyS0");
    // Then
    assertThrows(
        IllegalArgumentException.class, () -> board.addGpioChip("gpiochip0", "b", List.of()));
    assertThrows(IllegalArgumentException.class, () -> board.addI2cBus("i2c-1"));
    assertThrows(IllegalArgumentException.class, () -> board.addSerialLine("/dev/ttyS0"));
    assertEquals("sim", board.name());
  }

  @Test
  void expandersInterruptReachesTheBoardAsAnEdge() throws Exception {
    // Given: the INT pin of an expander is wired to a line, active low
    SimMcp23017 expander = board.addI2cBus("i2c-1").attach(new SimMcp23017(0x20));
    SimGpioLine wire = board.addGpioChip("gpiochip0", "sim", List.of("INT")).line(0);
    expander.onInterrupt(0, wire::drive);
    I2cDevice device = new I2cDevice(board.i2c("i2c-1"), 0x20);
    device.writeByteData(0x04, 0xFF);
    boolean[] pending = new boolean[1];
    GpioInput input =
        board
            .gpio()
            .openInput(
                GpioLine.named("INT"),
                InputSettings.of("test").withActiveLow(true),
                event -> pending[0] = event.isActive());
    // When
    expander.drive(3, true);
    // Then
    assertTrue(pending[0]);
    assertTrue(input.isActive());
    assertEquals(0x08, device.readByteData(0x10));
    assertFalse(pending[0]);
    assertFalse(input.isActive());
  }

  @Test
  void servoMovesWhatAConverterMeasures() throws Exception {
    // Given: a potentiometer on the shaft of a servo, 0..3.3 V over 1..2 ms
    SimI2cBus bus = board.addI2cBus("i2c-1");
    SimPca9685 pwm = bus.attach(new SimPca9685(0x40));
    SimAds1115 adc = bus.attach(new SimAds1115(0x48, clock));
    double[] volts = new double[1];
    pwm.onPwm(
        (channel, output) -> {
          if (channel == 0 && output.duty() > 0) {
            volts[0] = 3.3 * (output.pulse().toNanos() / 1e6 - 1);
          }
        });
    adc.connect(0, () -> volts[0]);
    I2cDevice servo = new I2cDevice(bus, 0x40);
    I2cDevice converter = new I2cDevice(bus, 0x48);
    servo.writeByteData(0xFE, 0x79);
    servo.writeByteData(0x00, 0x21);
    // When: 1.5 ms
    servo.writeBlockData(0x06, new byte[] {0, 0, 0x33, 0x01});
    converter.writeWordDataSwapped(1, 0xC383);
    clock.advance(Duration.ofMillis(10));
    // Then
    double measured = converter.readWordDataSwapped(0) * 4.096 / 32768;
    assertEquals(1.65, measured, 0.01);
  }

  @Test
  void closingAwallTimeBoardEndsItsEventThread() throws Exception {
    // Given
    SimBoard live = new SimBoard();
    SystemSimClock system = (SystemSimClock) live.clock();
    Thread[] thread = new Thread[1];
    Object started = new Object();
    synchronized (started) {
      system.execute(
          () -> {
            synchronized (started) {
              thread[0] = Thread.currentThread();
              started.notifyAll();
            }
          });
      while (thread[0] == null) {
        started.wait(10_000);
      }
    }
    // When
    live.close();
    // Then
    thread[0].join(10_000);
    assertFalse(thread[0].isAlive());
  }
}
