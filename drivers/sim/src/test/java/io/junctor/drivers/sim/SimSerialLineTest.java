package io.junctor.drivers.sim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.serial.PortLost;
import io.junctor.drivers.serial.SerialException;
import io.junctor.drivers.serial.SerialException.Kind;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SimSerialLineTest {

  private static final String PATH = "/dev/ttyS0";
  private static final SerialSettings SETTINGS = SerialSettings.parse("9600 8N1");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SteppedSimClock clock = new SteppedSimClock();
  private final SimBoard board = new SimBoard(clock);
  private final SimSerialLine line = board.addSerialLine(PATH);

  @Test
  void instrumentReactsToWhatTheBoardWrites() throws Exception {
    // Given
    line.onWritten(
        bytes -> {
          if (text(bytes).equals("?")) {
            answer("20 kg");
          }
        });
    SerialPort port = open();
    // When
    port.write(bytes("?"));
    // Then
    assertEquals("20 kg", read(port));
    assertEquals("?", read(line.instrument()));
  }

  @Test
  void readTimesOutAndTheTimeHasPassed() throws Exception {
    // Given
    SerialPort port = open();
    long start = clock.nanos();
    // When
    int count = port.read(new byte[4], 0, 4, SECOND);
    // Then
    assertEquals(0, count);
    assertEquals(SECOND.toNanos(), clock.nanos() - start);
  }

  @Test
  void readRespectsOffsetAndLength() throws Exception {
    // Given
    SerialPort port = open();
    answer("abcd");
    byte[] buffer = bytes("....");
    // When
    int count = port.read(buffer, 1, 2, SECOND);
    // Then
    assertEquals(2, count);
    assertEquals(".ab.", text(buffer));
    assertEquals("cd", read(port));
    assertThrows(IndexOutOfBoundsException.class, () -> port.read(buffer, 3, 2, SECOND));
  }

  @Test
  void fragmentingCutsEveryRead() throws Exception {
    // Given
    SerialPort port = open();
    line.fragment(2);
    // When
    answer("abcde");
    // Then
    assertEquals(List.of("ab", "cd", "e"), List.of(read(port), read(port), read(port)));
  }

  @Test
  void delayedBytesArriveLater() throws Exception {
    // Given
    SerialPort port = open();
    line.delay(Duration.ofMillis(300));
    long start = clock.nanos();
    // When
    answer("late");
    // Then
    assertEquals(0, port.read(new byte[4], 0, 4, Duration.ofMillis(200)));
    assertEquals("late", read(port));
    assertEquals(300_000_000, clock.nanos() - start);
  }

  @Test
  void garbledBytesAreInvertedForSoManyOnly() throws Exception {
    // Given
    SerialPort port = open();
    line.garble(0x20, 2);
    // When
    answer("abc");
    // Then
    assertEquals("ABc", read(port));
  }

  @Test
  void noiseArrivesThoughNobodySentIt() throws Exception {
    // Given
    SerialPort port = open();
    // When
    line.inject(new byte[] {0x00, (byte) 0xFF});
    // Then
    byte[] buffer = new byte[8];
    assertEquals(2, port.read(buffer, 0, 8, Duration.ZERO));
    assertArrayEquals(new byte[] {0x00, (byte) 0xFF, 0, 0, 0, 0, 0, 0}, buffer);
  }

  @Test
  void wrongSettingsMakeGarbageBothWays() throws Exception {
    // Given
    line.expect(SerialSettings.parse("19200 8N1"));
    SerialPort port = open();
    // When
    port.write(bytes("?"));
    answer("x");
    // Then
    assertFalse(read(line.instrument()).equals("?"));
    assertFalse(read(port).equals("x"));
  }

  @Test
  void secondOpenIsBusyUntilTheFirstCloses() throws Exception {
    // Given
    SerialPort first = open();
    fails(Kind.BUSY, this::open);
    // When
    first.close();
    // Then
    open().close();
    assertThrows(PortLost.class, () -> first.write(bytes("x")));
  }

  @Test
  void foreignHolderPermissionAndUnknownPathAreToldApart() {
    line.holdByOther(true);
    fails(Kind.BUSY, this::open);
    line.holdByOther(false);
    line.deny(true);
    fails(Kind.PERMISSION, this::open);
    fails(Kind.NOT_FOUND, () -> board.serial().open("/dev/ttyS9", SETTINGS));
  }

  @Test
  void pulledCableLosesThePortForGoodAndANewOneWorks() throws Exception {
    // Given
    SerialPort port = open();
    answer("unread");
    // When
    line.unplug();
    // Then
    assertThrows(PortLost.class, () -> port.read(new byte[1], 0, 1, SECOND));
    assertThrows(PortLost.class, () -> port.write(bytes("x")));
    fails(Kind.NOT_FOUND, this::open);
    assertEquals(List.of(), board.serial().paths());
    line.plug();
    assertThrows(PortLost.class, () -> port.read(new byte[1], 0, 1, SECOND));
    SerialPort again = open();
    assertTrue(line.isOpen());
    answer("back");
    assertEquals("back", read(again));
  }

  @Test
  void whatIsSentWhileNobodyHasThePortOpenIsGone() throws Exception {
    // Given
    answer("before");
    // When
    SerialPort port = open();
    // Then
    assertEquals(0, port.read(new byte[8], 0, 8, Duration.ZERO));
  }

  @Test
  void fullQueueLosesAndCounts() throws Exception {
    // Given
    SerialPort port = open();
    // When
    answer("x".repeat(5000));
    // Then
    assertEquals(5000 - 4096, line.bytesLost());
    assertEquals(4096, port.read(new byte[8192], 0, 8192, Duration.ZERO));
  }

  @Test
  void discardedInputIsNotRead() throws Exception {
    // Given
    SerialPort port = open();
    answer("old");
    // When
    port.discardInput();
    answer("new");
    // Then
    assertEquals("new", read(port));
  }

  @Test
  void inWallTimeABlockedReaderWakesForDataAndForClose() throws Exception {
    try (SimBoard live = new SimBoard()) {
      // Given
      SimSerialLine wire = live.addSerialLine(PATH);
      SerialPort port = live.serial().open(PATH, SETTINGS);
      CompletableFuture<String> data = readAsync(port);
      // When
      wire.instrument().write(bytes("x"));
      // Then
      assertEquals("x", data.get(10, TimeUnit.SECONDS));
      CompletableFuture<String> closed = readAsync(port);
      port.close();
      ExecutionException error =
          assertThrows(ExecutionException.class, () -> closed.get(10, TimeUnit.SECONDS));
      assertEquals(PortLost.class, error.getCause().getCause().getClass());
    }
  }

  private static CompletableFuture<String> readAsync(SerialPort port) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            byte[] buffer = new byte[16];
            return text(buffer, port.read(buffer, 0, 16, Duration.ofSeconds(30)));
          } catch (PortLost e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private SerialPort open() throws SerialException {
    return board.serial().open(PATH, SETTINGS);
  }

  private void answer(String text) {
    try {
      line.instrument().write(bytes(text));
    } catch (PortLost e) {
      throw new AssertionError(e);
    }
  }

  private static String read(SerialPort port) throws PortLost {
    byte[] buffer = new byte[8192];
    return text(buffer, port.read(buffer, 0, buffer.length, SECOND));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  private static String text(byte[] bytes) {
    return text(bytes, bytes.length);
  }

  private static String text(byte[] bytes, int length) {
    return new String(bytes, 0, length, US_ASCII);
  }

  private static void fails(Kind kind, Executable opening) {
    assertEquals(kind, assertThrows(SerialException.class, opening).kind());
  }
}
