package io.junctor.drivers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.gpio.Bias;
import io.junctor.drivers.gpio.Drive;
import io.junctor.drivers.gpio.Edge;
import io.junctor.drivers.gpio.EdgeEvent;
import io.junctor.drivers.gpio.EdgeListener;
import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioException.Kind;
import io.junctor.drivers.gpio.GpioInput;
import io.junctor.drivers.gpio.GpioLine;
import io.junctor.drivers.gpio.GpioOutput;
import io.junctor.drivers.gpio.InputSettings;
import io.junctor.drivers.gpio.OutputSettings;
import io.junctor.drivers.linux.kernel.Errno;
import io.junctor.drivers.linux.kernel.GpioV2LineAttribute;
import io.junctor.drivers.linux.kernel.GpioV2LineConfig;
import io.junctor.drivers.linux.kernel.GpioV2LineConfigAttribute;
import io.junctor.drivers.linux.kernel.GpioV2LineEvent;
import io.junctor.drivers.linux.kernel.GpioV2LineFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The GPIO half of the board on a fake kernel; the real kernel is met in the hardware tests. */
class LinuxGpioTest {

  private static final InputSettings INPUT = InputSettings.of("test");
  private static final OutputSettings OUTPUT = OutputSettings.of("test");
  private static final GpioLine DOOR = GpioLine.named("DOOR");
  private static final GpioLine VALVE = GpioLine.numbered("fake", 1);

  @TempDir private Path devices;
  private final FakeKernel kernel = new FakeKernel();
  private LinuxBoard board;
  private final BlockingQueue<EdgeEvent> edges = new LinkedBlockingQueue<>();
  private final BlockingQueue<GpioException> losses = new LinkedBlockingQueue<>();
  private final EdgeListener listener =
      new EdgeListener() {
        @Override
        public void onEdge(EdgeEvent event) {
          edges.add(event);
        }

        @Override
        public void onLost(GpioException cause) {
          losses.add(cause);
        }
      };

  @BeforeEach
  void plugIn() throws Exception {
    Files.createFile(devices.resolve("gpiochip0"));
    board = new LinuxBoard(kernel, devices);
  }

  @AfterEach
  void close() {
    board.close();
    assertEquals(0, kernel.openDescriptors(), "descriptors left open");
  }

  @Test
  void inputSettingsBecomeFlagsAndDebounceOfTheOneLineInMicroseconds() throws Exception {
    // When
    board
        .gpio()
        .openInput(
            VALVE,
            INPUT
                .withActiveLow(true)
                .withBias(Bias.PULL_UP)
                .withEdges(Set.of(Edge.FALLING))
                .withDebounce(Duration.ofMillis(20)),
            listener);
    // Then: the mask is bit 0 though the line is number 1 of the chip
    assertEquals(1, kernel.requests.getFirst().offset());
    assertEquals(
        new GpioV2LineConfig(
            GpioV2LineFlag.INPUT
                | GpioV2LineFlag.ACTIVE_LOW
                | GpioV2LineFlag.BIAS_PULL_UP
                | GpioV2LineFlag.EDGE_FALLING,
            List.of(
                new GpioV2LineConfigAttribute(
                    new GpioV2LineAttribute(GpioV2LineAttribute.DEBOUNCE, 20_000), 1))),
        kernel.requests.getFirst().config());
  }

  @Test
  void outputSettingsBecomeFlagsAndInitialValue() throws Exception {
    // When
    board.gpio().openOutput(DOOR, OUTPUT.withDrive(Drive.OPEN_DRAIN).withInitial(true));
    // Then
    assertEquals(
        new GpioV2LineConfig(
            GpioV2LineFlag.OUTPUT | GpioV2LineFlag.OPEN_DRAIN,
            List.of(
                new GpioV2LineConfigAttribute(
                    new GpioV2LineAttribute(GpioV2LineAttribute.OUTPUT_VALUES, 1), 1))),
        kernel.requests.getFirst().config());
    assertEquals("test", kernel.requests.getFirst().consumer());
  }

  @Test
  void edgesKeepTheKernelsSequenceTimeAndOrderBeyondOneRead() throws Exception {
    // Given
    board.gpio().openInput(DOOR, INPUT, listener);
    // When
    for (int i = 1; i <= 40; i++) {
      kernel.edge(0, new GpioV2LineEvent(1000L * i, 1 + i % 2, i));
    }
    // Then
    for (int i = 1; i <= 40; i++) {
      Edge edge = i % 2 == 0 ? Edge.RISING : Edge.FALLING;
      assertEquals(new EdgeEvent(edge, i, 1000L * i), edges.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void sequenceIsUnsigned() throws Exception {
    // Given
    board.gpio().openInput(DOOR, INPUT, listener);
    // When
    kernel.edge(0, new GpioV2LineEvent(1, GpioV2LineEvent.RISING, -1));
    // Then
    assertEquals(0xFFFF_FFFFL, edges.poll(10, TimeUnit.SECONDS).sequence());
  }

  @Test
  void listenerThatFailsDoesNotEndTheEventsOfOthers() throws Exception {
    // Given
    board
        .gpio()
        .openInput(
            DOOR,
            INPUT,
            event -> {
              throw new IllegalStateException("listener bug");
            });
    board.gpio().openInput(VALVE, INPUT, listener);
    // When
    kernel.edge(0, new GpioV2LineEvent(1, GpioV2LineEvent.RISING, 1));
    kernel.edge(1, new GpioV2LineEvent(2, GpioV2LineEvent.RISING, 1));
    // Then
    assertNotNull(edges.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void inputMayBeClosedFromItsOwnListener() throws Exception {
    // Given
    AtomicReference<GpioInput> input = new AtomicReference<>();
    BlockingQueue<String> done = new LinkedBlockingQueue<>();
    input.set(
        board
            .gpio()
            .openInput(
                DOOR,
                INPUT,
                event -> {
                  input.get().close();
                  done.add("closed");
                }));
    // When
    kernel.edge(0, new GpioV2LineEvent(1, GpioV2LineEvent.RISING, 1));
    // Then
    assertEquals("closed", done.poll(10, TimeUnit.SECONDS));
    assertFalse(kernel.used[0]);
  }

  @Test
  void closedInputIsFreeAtOnceAndReportsNothing() throws Exception {
    // Given
    GpioInput input = board.gpio().openInput(DOOR, INPUT, listener);
    // When
    input.close();
    // Then
    board.gpio().openInput(DOOR, INPUT, listener).close();
    assertThrows(IllegalStateException.class, input::isActive);
    input.close();
    assertTrue(edges.isEmpty());
  }

  @Test
  void outputIsReadBackFromTheKernelAndGoesSafe() throws Exception {
    // Given
    GpioOutput output = board.gpio().openOutput(VALVE, OUTPUT.withSafe(true));
    output.set(false);
    assertFalse(output.isActive());
    // When
    kernel.values[1] = true;
    boolean readBack = output.isActive();
    kernel.values[1] = false;
    output.close();
    // Then
    assertTrue(readBack);
    assertTrue(kernel.values[1]);
    assertThrows(IllegalStateException.class, () -> output.set(false));
  }

  @Test
  void closingTheBoardBringsEveryOutputToItsSafeLevel() throws Exception {
    // Given
    board.gpio().openOutput(DOOR, OUTPUT.withSafe(true)).set(false);
    board.gpio().openOutput(VALVE, OUTPUT).set(true);
    // When
    board.close();
    // Then
    assertTrue(kernel.values[0]);
    assertFalse(kernel.values[1]);
    assertThrows(IllegalStateException.class, () -> board.gpio().openInput(DOOR, INPUT, listener));
  }

  @Test
  void removedChipIsToldOnceAndEveryUseFails() throws Exception {
    // Given
    GpioInput input = board.gpio().openInput(DOOR, INPUT, listener);
    GpioOutput output = board.gpio().openOutput(VALVE, OUTPUT);
    // When
    kernel.remove();
    // Then
    assertEquals(Kind.REMOVED, losses.poll(10, TimeUnit.SECONDS).kind());
    fails(Kind.REMOVED, input::isActive);
    fails(Kind.REMOVED, () -> output.set(true));
    input.close();
    output.close();
    assertTrue(losses.isEmpty());
  }

  @Test
  void heldLineNamesItsHolder() throws Exception {
    // Given
    board.gpio().openOutput(DOOR, OUTPUT);
    // When
    GpioException error = fails(Kind.BUSY, () -> board.gpio().openInput(DOOR, INPUT));
    // Then
    assertTrue(error.where().contains("gpiochip0:0 (DOOR), held by 'test'"), error.where());
    assertTrue(board.gpio().chips().getFirst().lines().getFirst().isUsed());
  }

  @ParameterizedTest
  @CsvSource({
    "16, BUSY",
    "13, PERMISSION",
    "1, PERMISSION",
    "22, UNSUPPORTED",
    "524, UNSUPPORTED",
    "95, UNSUPPORTED",
    "19, REMOVED",
    "5, IO",
    "2, NOT_FOUND"
  })
  void errorNumbersBecomeKinds(int errno, Kind kind) {
    // Given
    kernel.lineError = errno;
    // Then
    fails(kind, () -> board.gpio().openInput(DOOR, INPUT));
    kernel.lineError = 0;
  }

  @Test
  void chipThatMayNotBeOpenedIsAPermissionErrorNotAMissingLine() {
    // Given
    kernel.openErrors.put("gpiochip0", Errno.EACCES);
    // Then
    fails(Kind.PERMISSION, () -> board.gpio().openInput(DOOR, INPUT));
  }

  @Test
  void missingLineSaysWhatThereIs() {
    GpioException error =
        fails(Kind.NOT_FOUND, () -> board.gpio().openInput(GpioLine.named("WINDOW"), INPUT));
    assertTrue(error.getMessage().contains("gpiochip0 [fake] with lines 0..1"));
  }

  @Test
  void nodesAreSortedByNumber() throws Exception {
    // Given
    for (int number : new int[] {10, 2, 1}) {
      Files.createFile(devices.resolve("i2c-" + number));
    }
    // Then
    assertEquals(List.of("i2c-1", "i2c-2", "i2c-10"), board.i2cBuses());
  }

  private static GpioException fails(Kind kind, Executable operation) {
    GpioException error = assertThrows(GpioException.class, operation);
    assertEquals(kind, error.kind(), error.getMessage());
    return error;
  }
}
