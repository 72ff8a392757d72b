package io.junctor.drivers.modbus.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusException.Kind;
import io.junctor.drivers.modbus.ModbusMaster;
import io.junctor.drivers.modbus.link.ModbusLinks;
import io.junctor.drivers.serial.SerialException;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialPorts;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Modbus TCP by bytes, against a server that is a script. */
class NettyTcpLinkTest {

  private static final Duration TIMEOUT = Duration.ofMillis(300);

  private final NettyTcpLinks tcp = new NettyTcpLinks();
  private final ModbusLinks links = new ModbusLinks(new NoPorts(), tcp, System::nanoTime);
  private ScriptedServer server = ScriptedServer.start(0);

  @AfterEach
  void close() {
    links.close();
    tcp.close();
    server.close();
  }

  private ModbusMaster unit(int number) {
    return links.open(new ModbusEndpoint.Tcp("127.0.0.1", server.port()), number, TIMEOUT);
  }

  @Test
  void requestAndAnswerAreTheFramesOfTheStandard() throws Exception {
    // Given: protocol 0, length 5, unit 17, function 3, 2 bytes 022b
    server.answer("0000 0005 11 03 02 022b");

    // When
    byte[] register = unit(17).readHoldingRegisters(107, 1);

    // Then: protocol 0, length 6, unit 17, function 3, address 107, count 1
    assertEquals(List.of("0000 0006 11 03 006b 0001".replace(" ", "")), server.requests());
    assertArrayEquals(HexFormat.of().parseHex("022b"), register);
  }

  @Test
  void anExceptionIsToldByItsCodeAndTheConnectionStays() throws Exception {
    // Given
    server.answer("0000 0003 01 83 02").answer("0000 0005 01 03 02 0001");
    ModbusMaster unit = unit(1);

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> unit.readHoldingRegisters(0, 1));

    // Then
    assertEquals(Kind.ILLEGAL_ADDRESS, failed.kind());
    assertEquals(2, unit.readHoldingRegisters(0, 1).length);
    assertEquals(1, server.connections());
  }

  @Test
  void nobodyThereIsUnreachableUntilSomebodyIs() throws Exception {
    // Given
    int port = server.port();
    server.close();
    ModbusMaster unit = unit(1);
    ModbusException failed = assertThrows(ModbusException.class, () -> unit.readCoils(0, 1));
    for (int i = 0; i < 10; i++) { // at once, as several units on one server ask
      long before = System.nanoTime();
      // the first may be a time-out, where the machine is busy and its classes are being loaded
      failed = assertThrows(ModbusException.class, () -> unit.readCoils(0, 1));
      assertTrue(System.nanoTime() - before < NettyTcpLinks.CONNECT_TIMEOUT.toNanos());
    }

    // When
    server = ScriptedServer.start(port).answer("0000 0004 01 01 01 01");

    // Then
    assertEquals(Kind.UNREACHABLE, failed.kind());
    assertArrayEquals(new boolean[] {true}, unit.readCoils(0, 1));
  }

  @Test
  void silenceIsATimeoutAndTheConnectionIsMadeAnewAfterThree() {
    // Given
    ModbusMaster unit = unit(1);

    // When
    for (int i = 0; i < NettyTcpLink.TIMEOUTS_MAX; i++) {
      ModbusException failed = assertThrows(ModbusException.class, () -> unit.readCoils(0, 1));
      assertEquals(Kind.TIMEOUT, failed.kind());
    }
    assertThrows(ModbusException.class, () -> unit.readCoils(0, 1));

    // Then
    assertEquals(2, server.connections());
  }

  @Test
  void aLateAnswerIsNotTakenForTheNextRequest() throws Exception {
    // Given: the first answer comes with the second
    server.answer("").answerBoth("0000 0005 01 03 02 0001", "0000 0005 01 03 02 0002");
    ModbusMaster unit = unit(1);
    assertThrows(ModbusException.class, () -> unit.readHoldingRegisters(0, 1));

    // When
    byte[] register = unit.readHoldingRegisters(1, 1);

    // Then
    assertArrayEquals(new byte[] {0, 2}, register);
  }

  @Test
  void aConnectionThatIsClosedMidwayIsLostAndMadeAnew() throws Exception {
    // Given
    server.hangUp().answer("0000 0004 01 01 01 00");
    ModbusMaster unit = unit(1);

    // When
    ModbusException failed = assertThrows(ModbusException.class, () -> unit.readCoils(0, 1));

    // Then
    assertTrue(failed.kind() == Kind.LOST || failed.kind() == Kind.TIMEOUT, failed.getMessage());
    assertArrayEquals(new boolean[] {false}, unit.readCoils(0, 1));
  }

  @Test
  void aServerThatSpeaksNoModbusIsNoAnswerAndHarmsNobody() {
    // Given: length 0 in the header, then whatever
    server.answerRaw("48545450 2f31 2e31 20343030 20426164 0000");

    // When
    ModbusException failed = assertThrows(ModbusException.class, () -> unit(1).readCoils(0, 1));

    // Then
    assertTrue(!failed.kind().isAnswer(), failed.getMessage());
  }

  /** No serial lines here. */
  private static final class NoPorts implements SerialPorts {
    @Override
    public List<String> paths() {
      return List.of();
    }

    @Override
    public SerialPort open(String path, SerialSettings settings) throws SerialException {
      throw new SerialException(SerialException.Kind.NOT_FOUND, path, "no such port");
    }
  }
}
