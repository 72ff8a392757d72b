package io.junctor.drivers.playback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.i2c.I2cBus;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.sim.I2cFault;
import io.junctor.drivers.sim.SimAds1115;
import io.junctor.drivers.sim.SimI2cBus;
import io.junctor.drivers.sim.SteppedSimClock;
import org.junit.jupiter.api.Test;

class PlaybackI2cBusTest {

  @Test
  void everyKindOfTransferSurvivesRecordingAndPlayback() throws Exception {
    // Given
    SteppedSimClock clock = new SteppedSimClock();
    SimI2cBus bus = new SimI2cBus("i2c-1", clock);
    bus.attach(new SimAds1115(0x48, clock));
    RecordingI2cBus recording = new RecordingI2cBus(bus);
    useEveryCall(recording);
    // When
    PlaybackI2cBus playback = new PlaybackI2cBus("i2c-1", recording.text());
    // Then
    useEveryCall(playback);
    playback.close();
  }

  private static void useEveryCall(I2cBus bus) throws I2cException {
    bus.quick(0x48);
    bus.writeByte(0x48, 0x01);
    assertEquals(0x85, bus.readByte(0x48));
    bus.writeByteData(0x48, 0x01, 0x02);
    assertEquals(0x80, bus.readByteData(0x48, 0x02));
    bus.writeWordData(0x48, 0x02, 0x3412);
    assertEquals(0x3412, bus.readWordData(0x48, 0x02));
    assertEquals(0x1234, bus.readWordDataSwapped(0x48, 0x02));
    bus.writeWordDataSwapped(0x48, 0x03, 0x5678);
    bus.writeBlockData(0x48, 0x03, new byte[] {0x11, 0x22});
    assertArrayEquals(new byte[] {0x11, 0x22}, bus.readBlockData(0x48, 0x03, 2));
    bus.write(0x48, new byte[] {0x03});
    assertArrayEquals(new byte[] {0x11, 0x22}, bus.read(0x48, 2));
    assertArrayEquals(new byte[] {0x11}, bus.writeRead(0x48, new byte[] {0x03}, 1));
  }

  @Test
  void recordingIsReadableAndKeepsFailures() throws Exception {
    // Given
    SteppedSimClock clock = new SteppedSimClock();
    SimI2cBus bus = new SimI2cBus("i2c-1", clock);
    bus.attach(new SimAds1115(0x48, clock));
    RecordingI2cBus recording = new RecordingI2cBus(bus);
    // When
    recording.readWordDataSwapped(0x48, 1);
    recording.writeWordDataSwapped(0x48, 2, 0x0102);
    bus.inject(new I2cFault.Nack(0x48));
    assertThrows(I2cException.class, () -> recording.readBlockData(0x48, 0, 4));
    // Then
    assertEquals(
        """
        48 readWordDataSwapped 01 -> 85 83
        48 writeWordDataSwapped 02 0102
        48 readBlockData 00 04 ! ABSENT recorded failure
        """,
        recording.text());
  }

  @Test
  void commentsAndBlankLinesAreSkippedAndFailuresThrown() throws Exception {
    try (PlaybackI2cBus bus =
        new PlaybackI2cBus(
            "i2c-1",
            """
            # power-on

            48 readByteData 00 -> 2a   # the answer
            48 readByteData 00 ! TIMEOUT stuck
            """)) {
      assertEquals(0x2A, bus.readByteData(0x48, 0));
      I2cException error = assertThrows(I2cException.class, () -> bus.readByteData(0x48, 0));
      assertEquals(I2cException.Kind.TIMEOUT, error.kind());
    }
  }

  @Test
  void differentTransferFailsAtOnceAndAgainAtClose() {
    // Given
    PlaybackI2cBus bus = new PlaybackI2cBus("i2c-1", "48 writeByteData 01 80\n");
    // When
    AssertionError error =
        assertThrows(AssertionError.class, () -> bus.writeByteData(0x48, 1, 0x81));
    // Then
    assertEquals(
        "i2c-1 playback, transfer 1 of 1: wanted '48 writeByteData 01 80',"
            + " got '48 writeByteData 01 81'",
        error.getMessage());
    AssertionError atClose = assertThrows(AssertionError.class, bus::close);
    assertEquals(error.getMessage(), atClose.getMessage());
  }

  @Test
  void differenceSwallowedByTheDriverStillFailsAtClose() {
    // Given
    PlaybackI2cBus bus = new PlaybackI2cBus("i2c-1", "48 readByte -> 01\n");
    // When
    boolean isSwallowed = false;
    try {
      bus.readByte(0x49);
    } catch (AssertionError | I2cException e) {
      isSwallowed = true;
    }
    // Then
    assertTrue(isSwallowed);
    assertThrows(AssertionError.class, () -> bus.readByte(0x48));
    assertThrows(AssertionError.class, bus::close);
  }

  @Test
  void transferThatNeverHappenedFailsAtClose() throws Exception {
    // Given
    PlaybackI2cBus bus =
        new PlaybackI2cBus("i2c-1", "48 quick\n48 readByte -> 01\n48 readByte -> 02\n");
    bus.quick(0x48);
    // When
    AssertionError error = assertThrows(AssertionError.class, bus::close);
    // Then
    assertEquals(
        "i2c-1 playback, transfer 2 of 3: wanted '48 readByte -> 01', got nothing more"
            + " (2 transfers left)",
        error.getMessage());
  }

  @Test
  void transferAfterTheEndFails() {
    PlaybackI2cBus bus = new PlaybackI2cBus("i2c-1", "");
    AssertionError error = assertThrows(AssertionError.class, () -> bus.quick(0x48));
    assertTrue(error.getMessage().contains("wanted the end of the recording"));
  }

  @Test
  void recordingWithTheWrongNumberOfBytesFails() {
    PlaybackI2cBus bus = new PlaybackI2cBus("i2c-1", "48 readWordData 00 -> 01\n");
    AssertionError error = assertThrows(AssertionError.class, () -> bus.readWordData(0x48, 0));
    assertTrue(error.getMessage().contains("wants 2 bytes, the recording has 1"));
  }

  @Test
  void lineThatIsNotUnderstoodIsNamed() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> new PlaybackI2cBus("i2c-1", "48 quick\n48 readByte -> zz\n"));
    assertTrue(error.getMessage().startsWith("recording line 2: "));
  }
}
