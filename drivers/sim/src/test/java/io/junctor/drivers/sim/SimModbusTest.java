package io.junctor.drivers.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusException.Kind;
import io.junctor.drivers.modbus.ModbusMaster;
import io.junctor.drivers.serial.SerialSettings;
import io.junctor.drivers.sim.SimModbusUnit.Table;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Masters of the board against simulated units: by frames, and by bytes on a serial line. */
class SimModbusTest {

  enum Way {
    TCP,
    SERIAL
  }

  private static final Duration TIMEOUT = Duration.ofMillis(100);
  private static final ModbusEndpoint.Tcp TCP = new ModbusEndpoint.Tcp("192.0.2.10", 502);
  private static final ModbusEndpoint.Serial SERIAL =
      new ModbusEndpoint.Serial("/dev/ttyUSB0", SerialSettings.parse("19200 8E1"));

  private final SteppedSimClock clock = new SteppedSimClock();
  private final SimBoard board = new SimBoard(clock);
  private final SimSerialLine line = board.addSerialLine("/dev/ttyUSB0");

  private SimModbusServer server(Way way) {
    return switch (way) {
      case TCP -> board.network().server(TCP);
      case SERIAL -> board.network().server(SERIAL, line);
    };
  }

  private ModbusMaster master(Way way, int unit) {
    return board.modbus().open(way == Way.TCP ? TCP : SERIAL, unit, TIMEOUT);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everyFunctionReadsAndWritesItsTable(Way way) throws Exception {
    // Given
    SimModbusUnit unit = server(way).unit(3);
    unit.add(Table.COIL, 0, 9).add(Table.DISCRETE, 0, 9);
    unit.add(Table.HOLDING, 0, 3).add(Table.INPUT, 0, 3);
    unit.setRegisters(Table.INPUT, 1, new byte[] {1, 2, 3, 4});
    unit.setBit(Table.DISCRETE, 8, true);
    ModbusMaster master = master(way, 3);

    // When
    master.writeCoil(8, true);
    master.writeCoils(0, new boolean[] {true, false, true});
    master.writeRegister(0, 0xABCD);
    master.writeRegisters(1, new byte[] {5, 6, 7, 8});

    // Then
    assertArrayEquals(
        new boolean[] {true, false, true, false, false, false, false, false, true},
        master.readCoils(0, 9));
    assertArrayEquals(
        new byte[] {(byte) 0xAB, (byte) 0xCD, 5, 6, 7, 8}, master.readHoldingRegisters(0, 3));
    assertArrayEquals(new byte[] {0, 0, 1, 2, 3, 4}, master.readInputRegisters(0, 3));
    assertTrue(master.readDiscreteInputs(8, 1)[0]);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatWasNotAddedIsAnIllegalAddress(Way way) {
    // Given
    server(way).unit(1).add(Table.HOLDING, 0, 3);
    ModbusMaster master = master(way, 1);

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> master.readHoldingRegisters(1, 3));

    // Then
    assertEquals(Kind.ILLEGAL_ADDRESS, failed.kind());
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void anUnknownUnitIsSilentAndTimePasses(Way way) {
    // Given
    server(way).unit(1).add(Table.HOLDING, 0, 3);
    long before = clock.nanos();

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> master(way, 2).readHoldingRegisters(0, 1));

    // Then
    assertEquals(Kind.TIMEOUT, failed.kind());
    assertTrue(clock.nanos() - before >= TIMEOUT.toNanos());
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aServerThatIsDownIsNotReached(Way way) throws Exception {
    // Given
    SimModbusServer server = server(way);
    server.unit(1).add(Table.COIL, 0, 1);
    server.down(true);
    ModbusMaster master = master(way, 1);

    // When
    ModbusException failed = assertThrows(ModbusException.class, () -> master.readCoils(0, 1));

    // Then
    assertEquals(way == Way.TCP ? Kind.UNREACHABLE : Kind.TIMEOUT, failed.kind());
    server.down(false);
    assertEquals(1, master.readCoils(0, 1).length);
  }

  @Test
  void noiseOnTheLineIsNoticedAndTheNextRequestWorks() throws Exception {
    // Given
    server(Way.SERIAL).unit(1).add(Table.HOLDING, 0, 3);
    ModbusMaster master = master(Way.SERIAL, 1);
    line.garble(0x10, 4);

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> master.readHoldingRegisters(0, 3));

    // Then
    assertTrue(failed.kind() == Kind.GARBLED || failed.kind() == Kind.TIMEOUT);
    assertEquals(6, master.readHoldingRegisters(0, 3).length);
  }

  @Test
  void answersInPiecesAreWhole() throws Exception {
    // Given
    server(Way.SERIAL).unit(1).add(Table.HOLDING, 0, 125);
    line.fragment(1);

    // Then
    assertEquals(250, master(Way.SERIAL, 1).readHoldingRegisters(0, 125).length);
  }

  @Test
  void aPulledCableIsLostAndComesBack() throws Exception {
    // Given
    server(Way.SERIAL).unit(1).add(Table.HOLDING, 0, 1);
    ModbusMaster master = master(Way.SERIAL, 1);
    master.readHoldingRegisters(0, 1);
    line.unplug();

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> master.readHoldingRegisters(0, 1));

    // Then
    assertEquals(Kind.LOST, failed.kind());
    line.plug();
    assertEquals(2, master.readHoldingRegisters(0, 1).length);
  }

  @Test
  void otherSettingsThanTheUnitsAreNotUnderstood() {
    // Given
    server(Way.SERIAL).unit(1).add(Table.HOLDING, 0, 1);
    ModbusMaster slower =
        board
            .modbus()
            .open(
                new ModbusEndpoint.Serial("/dev/ttyUSB0", SerialSettings.parse("9600 8E1")),
                1,
                TIMEOUT);

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> slower.readHoldingRegisters(0, 1));

    // Then
    assertEquals(Kind.TIMEOUT, failed.kind());
  }
}
