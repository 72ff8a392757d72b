package io.junctor.devices.fridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.fridge.RangerReading.Distance;
import io.junctor.devices.fridge.RangerReading.NoTarget;
import io.junctor.devices.loop.ManualLoop;
import io.junctor.drivers.playback.PlaybackSerialPort;
import io.junctor.drivers.serial.SerialException;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialPorts;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** The reader on recorded traffic: what it reads, and when it opens the port. */
class RangerReaderTest {

  private static final String PATH = "/dev/serial0";

  /** A sensor that was switched on while we listened, and the cable pulled in a frame. */
  private static final String RECORDING =
      """
      < 48 52 58 4c 2d 4d 61 78 53 6f 6e 61 72 2d 57 52 0d   # HRXL-MaxSonar-WR
      < 50 4e 3a 4d 42 37 33 36 30 0d                        # PN:MB7360
      < 52 30 37                                             # R07
      < 34 34 0d 52 30 37 34                                 # 44 CR R074
      < 35 0d                                                # 5 CR
      < 52 35 30 30 30 0d                                    # R5000 CR
      < 52 30 37                                             # R07
      ! cable pulled
      """;

  private static final String AFTERWARDS = "< 34 34 0d 52 30 38 30 30 0d   # 44 CR R0800 CR\n";

  private final ManualLoop loop = new ManualLoop();
  private final Ports ports = new Ports();
  private final List<RangerReading> readings = new ArrayList<>();
  private final List<String> losses = new ArrayList<>();
  private int openings;
  private final RangerReader reader =
      new RangerReader(ports, PATH, loop, readings::add, () -> openings++, losses::add);

  /** Opens the recordings one after the other; between them there is no such port. */
  private static final class Ports implements SerialPorts {
    private final Queue<PlaybackSerialPort> recordings = new ArrayDeque<>();
    private final List<PlaybackSerialPort> opened = new ArrayList<>();
    private final List<SerialSettings> settings = new ArrayList<>();

    @Override
    public List<String> paths() {
      return List.of();
    }

    @Override
    public SerialPort open(String path, SerialSettings wanted) throws SerialException {
      settings.add(wanted);
      PlaybackSerialPort next = recordings.poll();
      if (next == null) {
        throw new SerialException(SerialException.Kind.NOT_FOUND, path, "no such port");
      }
      opened.add(next);
      return next;
    }
  }

  private void record(String text) {
    ports.recordings.add(new PlaybackSerialPort(PATH, RangerReader.SETTINGS, text));
  }

  private Duration step() {
    Duration pause = reader.step(Duration.ZERO);
    loop.settle();
    return pause;
  }

  @Test
  void recordedFragmentsBecomeReadingsAndALossIsTold() {
    // Given
    record(RECORDING);
    // When: opening, seven fragments, the loss
    for (int i = 0; i < 9; i++) {
      step();
    }
    // Then
    assertEquals(List.of(new Distance(744), new Distance(745), new NoTarget()), readings);
    assertEquals(1, losses.size());
    assertTrue(losses.getFirst().contains(PATH), losses.getFirst());
    assertEquals("9600 8N1", ports.settings.getFirst().toString());
  }

  @Test
  void aNewPortBeginsWithANewFrame() {
    // Given: the old port ended inside of a frame that the new one must not complete
    record(RECORDING);
    record(AFTERWARDS);
    // When
    for (int i = 0; i < 12; i++) {
      step();
    }
    // Then
    assertEquals(new Distance(800), readings.getLast());
    assertEquals(4, readings.size());
    assertEquals(2, openings);
  }

  @Test
  void pausesDoubleUpToTheLongestAndBeginAnewOnceItWorks() {
    // When: no port at all
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      pauses.add(step().toMillis());
    }
    // Then
    assertEquals(List.of(250L, 500L, 1_000L, 2_000L, 4_000L, 4_000L, 4_000L), pauses);
    // and a port that opens but says nothing sensible does not count as working
    record("< 00 00\n! cable pulled\n");
    step();
    step();
    assertEquals(4_000, step().toMillis());
    // but one that gives a reading does
    record("< 52 30 38 30 30 0d\n! cable pulled\n");
    step();
    step();
    assertEquals(250, step().toMillis());
  }

  @Test
  void closedReaderOpensNothingAndTellsNothing() {
    // Given
    record("< 52 30 38 30 30 0d\n");
    step();
    step();
    // When
    reader.close();
    step();
    step();
    // Then
    assertEquals(1, ports.opened.size());
    assertEquals(List.of(), losses);
  }
}
