package io.junctor.drivers.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.i2c.I2cException.Kind;
import io.junctor.drivers.i2c.I2cFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SimI2cBusTest {

  private final SteppedSimClock clock = new SteppedSimClock();
  private final SimI2cBus bus = new SimI2cBus("i2c-1", clock);
  private final WireTap tap = new WireTap();

  @Test
  void everyCallIsTakenApartIntoTheBytesOfTheSmbusSpecification() throws Exception {
    // Given
    bus.attach(tap);
    // When
    bus.quick(0x10);
    bus.writeByte(0x10, 0x12);
    bus.readByte(0x10);
    bus.writeByteData(0x10, 0x01, 0x80);
    bus.readByteData(0x10, 0x02);
    bus.writeWordData(0x10, 0x03, 0x1234);
    bus.writeWordDataSwapped(0x10, 0x03, 0x1234);
    bus.readWordData(0x10, 0x04);
    bus.writeBlockData(0x10, 0x05, new byte[] {1, 2});
    bus.readBlockData(0x10, 0x06, 3);
    bus.write(0x10, new byte[] {7, 8, 9});
    bus.read(0x10, 1);
    bus.writeRead(0x10, new byte[] {1, 2}, 1);
    // Then
    assertEquals(
        List.of(
            "W",
            "W 12",
            "R r",
            "W 01 80",
            "W 02 R r",
            "W 03 34 12",
            "W 03 12 34",
            "W 04 R r r",
            "W 05 01 02",
            "W 06 R r r r",
            "W 07 08 09",
            "R r",
            "W 01 02 R r"),
        tap.transactions);
  }

  @Test
  void wordsAreLittleEndianUnlessSwapped() throws Exception {
    // Given
    bus.attach(tap);
    tap.answers.addAll(List.of(0x12, 0x34, 0x12, 0x34));
    // Then
    assertEquals(0x3412, bus.readWordData(0x10, 0));
    assertEquals(0x1234, bus.readWordDataSwapped(0x10, 0));
  }

  @Test
  void nobodyAtTheAddressIsAbsent() {
    I2cException error = fails(Kind.ABSENT, () -> bus.readByteData(0x10, 0));
    assertEquals("i2c-1 at 0x10", error.where());
  }

  @Test
  void adapterWithoutPlainTransfersRefusesThemOnly() throws Exception {
    // Given
    SimI2cBus smbusOnly =
        new SimI2cBus("i2c-0", clock, EnumSet.complementOf(EnumSet.of(I2cFunction.PLAIN)));
    smbusOnly.attach(tap);
    // Then
    smbusOnly.writeByteData(0x10, 0, 0);
    fails(Kind.UNSUPPORTED, () -> smbusOnly.read(0x10, 1));
    fails(Kind.UNSUPPORTED, () -> smbusOnly.writeRead(0x10, new byte[1], 1));
  }

  @Test
  void argumentsOutOfRangeNeverReachTheWire() {
    // Given
    bus.attach(tap);
    // Then
    assertThrows(IllegalArgumentException.class, () -> bus.readByteData(0x90, 0));
    assertThrows(IllegalArgumentException.class, () -> bus.readByteData(0x10, 0x100));
    assertThrows(IllegalArgumentException.class, () -> bus.writeByteData(0x10, 0, -1));
    assertThrows(IllegalArgumentException.class, () -> bus.writeWordData(0x10, 0, 0x10000));
    assertThrows(IllegalArgumentException.class, () -> bus.readBlockData(0x10, 0, 33));
    assertThrows(IllegalArgumentException.class, () -> bus.writeBlockData(0x10, 0, new byte[33]));
    assertEquals(List.of(), tap.transactions);
  }

  @Test
  void injectedNackHitsItsAddressAndSoManyTimes() throws Exception {
    // Given
    bus.attach(tap);
    bus.inject(new I2cFault.Nack(0x10), 2);
    bus.inject(new I2cFault.Nack(0x11));
    // Then
    fails(Kind.ABSENT, () -> bus.quick(0x10));
    fails(Kind.ABSENT, () -> bus.quick(0x10));
    bus.quick(0x10);
    assertEquals(List.of("W"), tap.transactions);
  }

  @Test
  void stuckBusTimesOutForEveryoneUntilCleared() throws Exception {
    // Given
    bus.attach(tap);
    bus.inject(new I2cFault.Stuck(Duration.ofSeconds(1)));
    long before = clock.nanos();
    // When
    fails(Kind.TIMEOUT, () -> bus.quick(0x10));
    // Then
    assertEquals(Duration.ofSeconds(1).toNanos(), clock.nanos() - before);
    fails(Kind.TIMEOUT, () -> bus.quick(0x20));
    bus.clearFaults();
    bus.quick(0x10);
  }

  @Test
  void flippedBitsArriveUnnoticedInReadsOnly() throws Exception {
    // Given
    bus.attach(tap);
    tap.answers.addAll(List.of(0x0F, 0xF0));
    bus.inject(new I2cFault.FlipBits(0x10, 0x81));
    // When
    byte[] read = bus.read(0x10, 2);
    bus.writeByte(0x10, 0x55);
    // Then
    assertArrayEquals(new byte[] {(byte) 0x8E, 0x71}, read);
    assertEquals("W 55", tap.transactions.getLast());
  }

  @Test
  void delayAndSpoiltTransferComeTogether() {
    // Given
    bus.attach(tap);
    bus.inject(new I2cFault.Delay(0x10, Duration.ofMillis(30)));
    bus.inject(new I2cFault.Spoilt(0x10));
    long before = clock.nanos();
    // When
    fails(Kind.BUS_ERROR, () -> bus.quick(0x10));
    // Then
    assertEquals(Duration.ofMillis(30).toNanos(), clock.nanos() - before);
  }

  @Test
  void removedChipIsAbsentAndReturnsWithPowerOn() throws Exception {
    // Given
    bus.attach(tap);
    bus.detach(tap);
    fails(Kind.ABSENT, () -> bus.quick(0x10));
    // When
    bus.attach(tap);
    // Then
    bus.quick(0x10);
    assertEquals(2, tap.powerOns);
    assertThrows(IllegalStateException.class, () -> bus.attach(tap));
  }

  @Test
  void twoChipsAtOneAddressAreReadAsWiredAnd() throws Exception {
    // Given
    WireTap other = new WireTap();
    bus.attach(tap);
    bus.attach(other);
    tap.answers.add(0x3C);
    other.answers.add(0x0F);
    // Then
    assertEquals(0x0C, bus.readByte(0x10));
  }

  @Test
  void boardFindsTheBusByNamePathAndNumber() throws Exception {
    // Given
    try (SimBoard board = new SimBoard(clock)) {
      board.addI2cBus(bus);
      // Then
      assertEquals(bus, board.i2c("i2c-1"));
      assertEquals(bus, board.i2c("/dev/i2c-1"));
      assertEquals(bus, board.i2c("1"));
      I2cException error = fails(Kind.NO_BUS, () -> board.i2c("i2c-7"));
      assertTrue(error.getMessage().contains("[i2c-1]"));
      assertThrows(IllegalArgumentException.class, () -> board.addI2cBus("i2c-1"));
    }
  }

  private static I2cException fails(Kind kind, Executable transfer) {
    I2cException error = assertThrows(I2cException.class, transfer);
    assertEquals(kind, error.kind());
    return error;
  }

  /** A chip at 0x10 that writes down what it sees and sends what it is given, 0x00 without. */
  private static final class WireTap implements SimI2cChip {
    private final List<String> transactions = new ArrayList<>();
    private final List<Integer> answers = new ArrayList<>();
    private String current = "";
    private int powerOns;

    @Override
    public String name() {
      return "tap";
    }

    @Override
    public boolean answers(int address) {
      return address == 0x10;
    }

    @Override
    public void powerOn() {
      powerOns++;
    }

    @Override
    public void begin(Direction direction) {
      current += (current.isEmpty() ? "" : " ") + (direction == Direction.WRITE ? "W" : "R");
    }

    @Override
    public void receive(int value) {
      current += String.format(Locale.ROOT, " %02x", value);
    }

    @Override
    public int transmit() {
      current += " r";
      return answers.isEmpty() ? 0 : answers.removeFirst();
    }

    @Override
    public void end() {
      transactions.add(current);
      current = "";
    }
  }
}
