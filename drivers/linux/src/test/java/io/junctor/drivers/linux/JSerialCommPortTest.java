package io.junctor.drivers.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.serial.PortLost;
import io.junctor.drivers.serial.SerialException;
import io.junctor.drivers.serial.SerialException.Kind;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The serial port against a pair of pseudo terminals of the kernel, made by socat. */
class JSerialCommPortTest {

  private static final SerialSettings SETTINGS = SerialSettings.parse("115200 8N1");
  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir private Path directory;
  private PtyPair pair;
  private final JSerialCommPorts ports = new JSerialCommPorts();

  @BeforeEach
  void connect() throws Exception {
    pair = PtyPair.open(directory);
  }

  @AfterEach
  void disconnect() throws Exception {
    pair.close();
  }

  @Test
  void bytesPassBothWaysUnchanged() throws Exception {
    try (SerialPort board = ports.open(pair.board(), SETTINGS);
        SerialPort instrument = ports.open(pair.instrument(), SETTINGS)) {
      // Given
      byte[] all = new byte[256];
      for (int i = 0; i < all.length; i++) {
        all[i] = (byte) i;
      }
      // When
      board.write(all);
      board.flush();
      // Then
      byte[] received = readFully(instrument, 256);
      assertEquals(new String(all, ISO_8859_1), new String(received, ISO_8859_1));
      instrument.write(bytes("answer"));
      assertEquals("answer", new String(readFully(board, 6), US_ASCII));
    }
  }

  @Test
  void fragmentIsReturnedAsSoonAsItArrives() throws Exception {
    try (SerialPort board = ports.open(pair.board(), SETTINGS);
        SerialPort instrument = ports.open(pair.instrument(), SETTINGS)) {
      // Given
      instrument.write(bytes("ab"));
      byte[] buffer = bytes(".....");
      // When
      int count =
          assertTimeoutPreemptively(Duration.ofSeconds(8), () -> board.read(buffer, 1, 4, LONG));
      // Then
      String text = new String(buffer, US_ASCII);
      assertTrue(count == 1 ? text.equals(".a...") : text.equals(".ab.."), text);
    }
  }

  @Test
  void readTimesOutAfterTheTimeAskedForAndZeroReturnsAtOnce() throws Exception {
    try (SerialPort board = ports.open(pair.board(), SETTINGS)) {
      // When
      long start = System.nanoTime();
      int count = board.read(new byte[1], 0, 1, Duration.ofMillis(250));
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      // Then
      assertEquals(0, count);
      assertTrue(millis >= 200 && millis < 5_000, millis + " ms");
      assertEquals(0, board.read(new byte[1], 0, 1, Duration.ZERO));
    }
  }

  @Test
  void discardedInputIsNotRead() throws Exception {
    try (SerialPort board = ports.open(pair.board(), SETTINGS);
        SerialPort instrument = ports.open(pair.instrument(), SETTINGS)) {
      // Given: one write arrives whole, so its first byte says that the rest is there
      instrument.write(bytes("old"));
      assertEquals(1, board.read(new byte[1], 0, 1, LONG));
      // When
      board.discardInput();
      // Then
      instrument.write(bytes("new"));
      assertEquals("new", new String(readFully(board, 3), US_ASCII));
    }
  }

  @Test
  void secondOpenIsRefusedAsBusy() throws Exception {
    try (SerialPort board = ports.open(pair.board(), SETTINGS)) {
      assertEquals(pair.board(), board.path());
      SerialException error =
          assertThrows(SerialException.class, () -> ports.open(pair.board(), SETTINGS));
      assertEquals(Kind.BUSY, error.kind(), error.getMessage());
    }
    ports.open(pair.board(), SETTINGS).close();
  }

  @Test
  void hangUpLosesThePortAndAnewOneWorksWhenItIsBack() throws Exception {
    // Given
    SerialPort board = ports.open(pair.board(), SETTINGS);
    CompletableFuture<Throwable> reader = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> reader.complete(readUntilLost(board)));
    // When
    pair.close();
    // Then
    assertEquals(PortLost.class, reader.get(10, TimeUnit.SECONDS).getClass());
    assertThrows(PortLost.class, () -> board.write(bytes("x")));
    assertThrows(PortLost.class, () -> board.read(new byte[1], 0, 1, LONG));
    board.close();
    SerialException gone =
        assertThrows(SerialException.class, () -> ports.open(pair.board(), SETTINGS));
    assertEquals(Kind.NOT_FOUND, gone.kind());
    pair = PtyPair.open(directory);
    try (SerialPort again = ports.open(pair.board(), SETTINGS);
        SerialPort instrument = ports.open(pair.instrument(), SETTINGS)) {
      instrument.write(bytes("k"));
      assertEquals(1, again.read(new byte[1], 0, 1, LONG));
    }
  }

  @Test
  void closeEndsABlockedRead() throws Exception {
    // Given
    SerialPort board = ports.open(pair.board(), SETTINGS);
    CompletableFuture<Throwable> reader = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> reader.complete(readUntilLost(board)));
    // When
    board.close();
    // Then
    assertEquals(PortLost.class, reader.get(10, TimeUnit.SECONDS).getClass());
  }

  @Test
  void portLeavesNoThreadThatKeepsTheProcessAlive() throws Exception {
    try (SerialPort board = ports.open(pair.board(), SETTINGS)) {
      board.read(new byte[1], 0, 1, Duration.ofMillis(1));
      assertFalse(
          Thread.getAllStackTraces().keySet().stream()
              .anyMatch(t -> !t.isDaemon() && isOfSerialLibrary(t)));
    }
  }

  @Test
  void pathThatDoesNotExistOrIsNoPortIsNotFound() {
    assertEquals(
        Kind.NOT_FOUND,
        assertThrows(
                SerialException.class,
                () -> ports.open(directory.resolve("none").toString(), SETTINGS))
            .kind());
  }

  private static boolean isOfSerialLibrary(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().startsWith("com.fazecast")) {
        return true;
      }
    }
    return false;
  }

  private static Throwable readUntilLost(SerialPort port) {
    try {
      while (true) {
        if (port.read(new byte[16], 0, 16, LONG) == 0) {
          return new AssertionError("timed out instead of being lost");
        }
      }
    } catch (PortLost e) {
      return e;
    }
  }

  private static byte[] readFully(SerialPort port, int length) throws PortLost {
    byte[] buffer = new byte[length];
    for (int count = 0; count < length; ) {
      int read = port.read(buffer, count, length - count, LONG);
      assertTrue(read > 0, "timed out after " + count + " of " + length + " bytes");
      count += read;
    }
    return buffer;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
