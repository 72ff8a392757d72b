package io.junctor.drivers.playback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.serial.PortLost;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialSettings;
import io.junctor.drivers.sim.SimBoard;
import io.junctor.drivers.sim.SimSerialLine;
import io.junctor.drivers.sim.SteppedSimClock;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlaybackSerialPortTest {

  private static final SerialSettings SETTINGS = SerialSettings.parse("9600 8N1");

  @Test
  void recordedTrafficIsReplayed() throws Exception {
    // Given
    try (SimBoard board = new SimBoard(new SteppedSimClock())) {
      SimSerialLine line = board.addSerialLine("/dev/ttyS0");
      line.fragment(2);
      RecordingSerialPort recording =
          new RecordingSerialPort(board.serial().open("/dev/ttyS0", SETTINGS));
      recording.write(new byte[] {0x01, 0x03});
      line.instrument().write(new byte[] {0x0A, 0x0B, 0x0C});
      assertArrayEquals(new byte[] {0x0A, 0x0B}, read(recording));
      assertArrayEquals(new byte[] {0x0C}, read(recording));
      line.unplug();
      assertThrows(PortLost.class, () -> read(recording));
      // When
      String text = recording.text();
      // Then
      assertEquals("> 01 03\n< 0a 0b\n< 0c\n! read failed\n", text);
      PlaybackSerialPort playback = new PlaybackSerialPort("/dev/ttyS0", SETTINGS, text);
      playback.write(new byte[] {0x01, 0x03});
      assertArrayEquals(new byte[] {0x0A, 0x0B}, read(playback));
      assertArrayEquals(new byte[] {0x0C}, read(playback));
      assertThrows(PortLost.class, () -> read(playback));
      playback.close();
    }
  }

  @Test
  void readBeforeTheWriteItAnswersTimesOut() throws Exception {
    // Given
    PlaybackSerialPort port = playback("> 01\n< 02\n");
    // Then
    assertArrayEquals(new byte[0], read(port));
    port.write(new byte[] {0x01});
    assertArrayEquals(new byte[] {0x02}, read(port));
    assertArrayEquals(new byte[0], read(port));
    port.close();
  }

  @Test
  void writesMayBeCutDifferently() throws Exception {
    // Given
    PlaybackSerialPort port = playback("> 01 02 03\n> 04\n");
    // When
    port.write(new byte[] {1});
    port.write(new byte[] {2, 3, 4});
    // Then
    port.close();
  }

  @Test
  void differentByteFailsAtOnceAndAtClose() {
    // Given
    PlaybackSerialPort port = playback("> 01 02\n");
    // When
    AssertionError error = assertThrows(AssertionError.class, () -> port.write(new byte[] {1, 3}));
    // Then
    assertEquals(
        "/dev/ttyS0 playback, line 1 of 1: wanted '> 01 02', got '01 03' written",
        error.getMessage());
    assertThrows(AssertionError.class, port::close);
  }

  @Test
  void writeWhereTheRecordingReadsFails() {
    PlaybackSerialPort port = playback("< 01\n");
    assertThrows(AssertionError.class, () -> port.write(new byte[] {1}));
  }

  @Test
  void leftOverFailsAtClose() throws Exception {
    // Given
    PlaybackSerialPort port = playback("> 01 02\n");
    port.write(new byte[] {1});
    // When
    AssertionError error = assertThrows(AssertionError.class, port::close);
    // Then
    assertTrue(error.getMessage().endsWith("wanted '> 01 02' from byte 2, got nothing more"));
  }

  @Test
  void discardSkipsToTheNextWrite() throws Exception {
    // Given
    PlaybackSerialPort port = playback("< ff\n< fe\n> 01\n");
    // When
    port.discardInput();
    // Then
    port.write(new byte[] {1});
    port.close();
  }

  @Test
  void lineThatIsNotUnderstoodIsNamed() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> playback("> 01\n= 02\n"));
    assertTrue(error.getMessage().startsWith("recording line 2: "));
  }

  private static PlaybackSerialPort playback(String text) {
    return new PlaybackSerialPort("/dev/ttyS0", SETTINGS, text);
  }

  private static byte[] read(SerialPort port) throws PortLost {
    byte[] buffer = new byte[16];
    return Arrays.copyOf(buffer, port.read(buffer, 0, buffer.length, Duration.ofMillis(1)));
  }
}
