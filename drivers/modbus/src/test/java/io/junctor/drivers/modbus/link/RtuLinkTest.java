package io.junctor.drivers.modbus.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusException.Kind;
import io.junctor.drivers.modbus.ModbusMaster;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RTU framing by bytes; the frames are worked out by hand and with an independent CRC. */
class RtuLinkTest {

  private static final Duration TIMEOUT = Duration.ofMillis(100);

  // unit 17, function 3, address 107, count 3
  private static final String READ_107 = "11 03 00 6b 00 03 76 87";

  // unit 17, function 3, 6 bytes, ae41 5652 4340
  private static final String ANSWER_107 = "11 03 06 ae 41 56 52 43 40 49 ad";

  private final ScriptedLine line = new ScriptedLine();
  private final ModbusLinks links = links(line);

  private static ModbusLinks links(ScriptedLine line) {
    return new ModbusLinks(
        line,
        endpoint -> {
          throw new AssertionError("no TCP here");
        },
        line::nanos);
  }

  private static ModbusEndpoint.Serial endpoint(String settings) {
    return new ModbusEndpoint.Serial("/dev/ttyUSB0", SerialSettings.parse(settings));
  }

  private ModbusMaster unit(int number) {
    return links.open(endpoint("19200 8E1"), number, TIMEOUT);
  }

  @Test
  void requestAndAnswerAreTheFramesOfTheStandard() throws Exception {
    // Given
    line.answer(ANSWER_107);

    // When
    byte[] registers = unit(17).readHoldingRegisters(107, 3);

    // Then
    assertEquals(List.of(READ_107), line.written);
    assertArrayEquals(HexFormat.of().parseHex("ae4156524340"), registers);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void anAnswerIsPutTogetherFromPiecesOfAnySize(int size) throws Exception {
    // Given
    line.answer(ANSWER_107).chunks(size);

    // When
    byte[] registers = unit(17).readHoldingRegisters(107, 3);

    // Then
    assertArrayEquals(HexFormat.of().parseHex("ae4156524340"), registers);
  }

  @Test
  void everyFlippedBitOfAnAnswerIsNoticed() throws Exception {
    // Given
    byte[] good = HexFormat.ofDelimiter(" ").parseHex(ANSWER_107);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] broken = good.clone();
      broken[bit / 8] ^= (byte) (1 << (bit % 8));
      ScriptedLine noisy = new ScriptedLine().answer(HexFormat.ofDelimiter(" ").formatHex(broken));
      ModbusMaster master = links(noisy).open(endpoint("19200 8E1"), 17, TIMEOUT);

      // When
      ModbusException failed =
          assertThrows(ModbusException.class, () -> master.readHoldingRegisters(107, 3));

      // Then
      assertTrue(
          failed.kind() == Kind.GARBLED || failed.kind() == Kind.TIMEOUT,
          "bit " + bit + ": " + failed.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    // unit 17, function 0x83, exception 2
    "11 83 02 c1 34, ILLEGAL_ADDRESS",
    // exception 6
    "11 83 06 c0 f7, DEVICE_BUSY",
  })
  void anExceptionIsToldByItsCode(String frame, Kind kind) {
    // Given
    line.answer(frame);

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> unit(17).readHoldingRegisters(107, 3));

    // Then
    assertEquals(kind, failed.kind());
    assertTrue(failed.getMessage().startsWith("/dev/ttyUSB0 unit 17: "), failed.getMessage());
  }

  @Test
  void silenceIsATimeoutAndTheNextRequestWorks() throws Exception {
    // Given
    line.answer("").answer(ANSWER_107);
    ModbusMaster unit = unit(17);

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> unit.readHoldingRegisters(107, 3));

    // Then
    assertEquals(Kind.TIMEOUT, failed.kind());
    assertEquals(6, unit.readHoldingRegisters(107, 3).length);
    assertEquals(1, line.opened());
  }

  @Test
  void aTimeoutIsAsLongAsConfiguredAndTheBytesNeedOnTheLine() {
    // Given
    long before = line.nanos();
    // 8 bytes of request and 11 of answer, 11 bits each at 19200 baud; 3.5 characters of silence
    long bytesNanos = Math.round((8 + 11 + 3.5) * 11 * 1e9 / 19_200);

    // When
    assertThrows(ModbusException.class, () -> unit(17).readHoldingRegisters(107, 3));

    // Then
    assertEquals(TIMEOUT.toNanos() + bytesNanos, line.nanos() - before, 10_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 100})
  void anAnswerToAnEarlierRequestOfAnotherUnitIsPassedOver(int size) throws Exception {
    // Given: late, of unit 1, one register 0x0005; then the real one
    line.answer("01 03 02 00 05 78 47 " + ANSWER_107).chunks(size);

    // When
    byte[] registers = unit(17).readHoldingRegisters(107, 3);

    // Then
    assertArrayEquals(HexFormat.of().parseHex("ae4156524340"), registers);
  }

  @Test
  void whatArrivedBeforeTheRequestIsThrownAway() throws Exception {
    // Given
    line.noise("01 03 02 00 05 78 47 ff ff");
    line.answer(ANSWER_107);

    // When
    byte[] registers = unit(17).readHoldingRegisters(107, 3);

    // Then
    assertEquals(6, registers.length);
  }

  @ParameterizedTest
  @CsvSource({
    "9600 8E1, 4010416",
    "19200 8E1, 2005209",
    "38400 8E1, 1750000",
    "115200 8N1, 1750000"
  })
  void theLineIsSilentForThreeAndAHalfCharactersBeforeARequest(String settings, long silenceNanos)
      throws Exception {
    // Given
    line.noise("ff");
    line.answer(ANSWER_107);

    // When
    links.open(endpoint(settings), 17, TIMEOUT).readHoldingRegisters(107, 3);

    // Then: the noise was read at 0
    assertEquals(silenceNanos, line.writtenNanos.getFirst(), 2);
  }

  @Test
  void aLineThatIsNeverSilentIsGivenUp() {
    // Given
    line.babble();

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> unit(17).readHoldingRegisters(107, 3));

    // Then
    assertEquals(Kind.GARBLED, failed.kind());
    assertEquals(List.of(), line.written);
  }

  @Test
  void anAnswerOfAnotherLengthThanAskedIsGarbled() {
    // Given: two registers instead of three
    line.answer("11 03 04 ae 41 56 52 25 53");

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> unit(17).readHoldingRegisters(107, 3));

    // Then
    assertEquals(Kind.GARBLED, failed.kind());
    assertTrue(failed.getMessage().contains("expected 6 bytes, got 4"), failed.getMessage());
  }

  @Test
  void bytesThatAreNoFrameAreGarbled() {
    // Given
    line.answer("11 63 00 00 00 00 00 00");

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> unit(17).readHoldingRegisters(107, 3));

    // Then
    assertEquals(Kind.GARBLED, failed.kind());
  }

  @Test
  void aPortThatIsNotThereIsUnreachableAndOpenedWhenItIsBack() throws Exception {
    // Given
    line.unplug(true);
    ModbusMaster unit = unit(17);

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> unit.readHoldingRegisters(107, 3));

    // Then
    assertEquals(Kind.UNREACHABLE, failed.kind());
    line.unplug(false);
    line.answer(ANSWER_107);
    assertEquals(6, unit.readHoldingRegisters(107, 3).length);
  }

  @Test
  void aPortThatIsLostIsClosedAndOpenedAnew() throws Exception {
    // Given
    line.answer(ANSWER_107);
    ModbusMaster unit = unit(17);
    unit.readHoldingRegisters(107, 3);
    line.unplug(true);

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> unit.readHoldingRegisters(107, 3));

    // Then
    assertEquals(Kind.LOST, failed.kind());
    assertEquals(1, line.closed());
    line.unplug(false);
    line.answer(ANSWER_107);
    assertEquals(6, unit.readHoldingRegisters(107, 3).length);
    assertEquals(2, line.opened());
  }

  @Test
  void writesAreTheFramesOfTheStandardAndTheirEchoIsChecked() throws Exception {
    // Given
    ModbusMaster unit = unit(17);
    line.answer("11 05 00 ac ff 00 4e 8b").answer("11 06 00 01 00 03 9a 9b");
    line.answer("11 0f 00 13 00 0a 26 99").answer("11 10 00 01 00 02 12 98");

    // When
    unit.writeCoil(172, true);
    unit.writeRegister(1, 3);
    unit.writeCoils(
        19, new boolean[] {true, false, true, true, false, false, true, true, true, false});
    unit.writeRegisters(1, new byte[] {0, 0x0a, 1, 2});

    // Then
    assertEquals(
        List.of(
            "11 05 00 ac ff 00 4e 8b",
            "11 06 00 01 00 03 9a 9b",
            "11 0f 00 13 00 0a 02 cd 01 bf 0b",
            "11 10 00 01 00 02 04 00 0a 01 02 c6 f0"),
        line.written);
  }

  @Test
  void anEchoOfAnotherAddressIsGarbled() {
    // Given: address 2 instead of 1
    line.answer("11 06 00 02 00 03 6a 9b");

    // When
    ModbusException failed =
        assertThrows(ModbusException.class, () -> unit(17).writeRegister(1, 3));

    // Then
    assertEquals(Kind.GARBLED, failed.kind());
  }
}
