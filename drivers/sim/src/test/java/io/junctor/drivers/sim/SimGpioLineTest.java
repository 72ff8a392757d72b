package io.junctor.drivers.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SimGpioLineTest {

  private static final InputSettings INPUT = InputSettings.of("test");
  private static final OutputSettings OUTPUT = OutputSettings.of("test");

  private final SteppedSimClock clock = new SteppedSimClock();
  private final SimBoard board = new SimBoard(clock);
  private final SimGpioChip chip =
      board.addGpioChip("gpiochip0", "sim-label", List.of("DOOR", "VALVE", ""));
  private final SimGpioLine door = chip.line("DOOR");
  private final SimGpioLine valve = chip.line("VALVE");
  private final List<EdgeEvent> events = new ArrayList<>();

  @Test
  void lineIsFoundByNameAndByChipOrLabelWithOffset() throws Exception {
    for (String text : List.of("DOOR", "gpiochip0:0", "sim-label:0")) {
      try (GpioInput input = board.gpio().openInput(GpioLine.parse(text), INPUT)) {
        assertEquals("gpiochip0:0 (DOOR)", input.where());
      }
    }
    fails(Kind.NOT_FOUND, () -> open("WINDOW", INPUT));
    fails(Kind.NOT_FOUND, () -> open("gpiochip1:0", INPUT));
    GpioException error = fails(Kind.NOT_FOUND, () -> open("gpiochip0:3", INPUT));
    assertTrue(error.getMessage().contains("lines 0..2, got 3"));
  }

  @Test
  void heldLineIsBusyAndFreeAgainAfterClose() throws Exception {
    // Given
    GpioInput input = open("DOOR", INPUT);
    GpioException error =
        fails(Kind.BUSY, () -> board.gpio().openOutput(GpioLine.named("DOOR"), OUTPUT));
    assertTrue(error.getMessage().contains("'test'"));
    // When
    input.close();
    // Then
    board.gpio().openOutput(GpioLine.named("DOOR"), OUTPUT).close();
  }

  @Test
  void lineHeldByAnotherProgramIsBusyAndShowsItsConsumer() throws Exception {
    // When
    door.holdBy("w1-gpio");
    // Then
    fails(Kind.BUSY, () -> open("DOOR", INPUT));
    assertEquals("w1-gpio", board.gpio().chips().getFirst().lines().getFirst().consumer());
    door.holdBy(null);
    open("DOOR", INPUT).close();
  }

  @Test
  void deniedLineIsAPermissionError() {
    door.deny(true);
    fails(Kind.PERMISSION, () -> open("DOOR", INPUT));
  }

  @Test
  void edgesCarrySequenceDirectionAndTime() throws Exception {
    // Given
    open("DOOR", INPUT);
    long start = clock.nanos();
    // When
    door.drive(true);
    clock.advance(Duration.ofMillis(5));
    door.drive(false);
    door.drive(false);
    // Then
    assertEquals(
        List.of(
            new EdgeEvent(Edge.RISING, 1, start),
            new EdgeEvent(Edge.FALLING, 2, start + 5_000_000)),
        events);
  }

  @Test
  void activeLowTurnsLevelsAndEdges() throws Exception {
    // Given
    GpioInput input = open("DOOR", INPUT.withActiveLow(true).withBias(Bias.PULL_UP));
    assertFalse(input.isActive());
    // When
    door.drive(false);
    // Then
    assertTrue(input.isActive());
    assertEquals(Edge.RISING, events.getFirst().edge());
  }

  @Test
  void onlyTheWantedEdgesAreCountedAndReported() throws Exception {
    // Given
    open("DOOR", INPUT.withEdges(Set.of(Edge.FALLING)));
    // When
    door.drive(true);
    door.drive(false);
    // Then
    assertEquals(1, events.size());
    assertEquals(1, events.getFirst().sequence());
    assertEquals(Edge.FALLING, events.getFirst().edge());
  }

  @Test
  void debounceReportsOneEdgeOnceTheLevelIsStable() throws Exception {
    // Given
    GpioInput input = open("DOOR", INPUT.withDebounce(Duration.ofMillis(20)));
    for (boolean level : new boolean[] {true, false, true}) {
      door.drive(level);
      clock.advance(Duration.ofMillis(5));
    }
    // When
    clock.advance(Duration.ofMillis(14));
    boolean before = input.isActive();
    clock.advance(Duration.ofMillis(1));
    // Then
    assertFalse(before);
    assertTrue(input.isActive());
    assertEquals(1, events.size());
  }

  @Test
  void glitchShorterThanTheDebounceIsNoEdge() throws Exception {
    // Given
    open("DOOR", INPUT.withDebounce(Duration.ofMillis(20)));
    // When
    door.drive(true);
    clock.advance(Duration.ofMillis(19));
    door.drive(false);
    clock.advance(Duration.ofSeconds(1));
    // Then
    assertEquals(List.of(), events);
  }

  @Test
  void droppedEdgesLeaveAGapInTheSequence() throws Exception {
    // Given
    open("DOOR", INPUT);
    door.dropEdges(2);
    // When
    door.drive(true);
    door.drive(false);
    door.drive(true);
    // Then
    assertEquals(1, events.size());
    assertEquals(2, events.getFirst().droppedSince(0));
  }

  @Test
  void closedInputReportsNothingAndCannotBeRead() throws Exception {
    // Given
    GpioInput input = open("DOOR", INPUT);
    // When
    input.close();
    door.drive(true);
    // Then
    assertEquals(List.of(), events);
    assertThrows(IllegalStateException.class, input::isActive);
  }

  @Test
  void outputDrivesFromTheMomentOfOpeningAndGoesSafeOnClose() throws Exception {
    // Given
    List<Boolean> levels = new ArrayList<>();
    valve.onLevel(levels::add);
    // When
    GpioOutput output =
        board.gpio().openOutput(GpioLine.named("VALVE"), OUTPUT.withSafe(false).withInitial(true));
    output.set(false);
    output.set(true);
    output.close();
    output.close();
    // Then
    assertEquals(List.of(false, true, false, true, false), levels);
    assertFalse(output.safe());
    assertThrows(IllegalStateException.class, () -> output.set(true));
  }

  @Test
  void activeLowOutputIsSafeAtHighLevel() throws Exception {
    // When
    GpioOutput output =
        board.gpio().openOutput(GpioLine.named("VALVE"), OUTPUT.withActiveLow(true));
    // Then
    assertTrue(valve.level());
    output.set(true);
    assertFalse(valve.level());
    assertTrue(output.isActive());
    output.close();
    assertTrue(valve.level());
  }

  @Test
  void stuckOutputReadsBackWhatTheLineIs() throws Exception {
    // Given
    GpioOutput output = board.gpio().openOutput(GpioLine.named("VALVE"), OUTPUT);
    valve.stickAt(false);
    // When
    output.set(true);
    // Then
    assertFalse(output.isActive());
    valve.unstick();
    assertTrue(output.isActive());
  }

  @Test
  void openDrainOutputLetsTheWorldHoldTheLineLow() throws Exception {
    // Given
    GpioOutput output =
        board.gpio().openOutput(GpioLine.named("VALVE"), OUTPUT.withDrive(Drive.OPEN_DRAIN));
    assertFalse(valve.level());
    // When
    output.set(true);
    // Then
    assertTrue(output.isActive());
    valve.drive(false);
    assertFalse(output.isActive());
  }

  @Test
  void removedChipLosesItsLinesAndTellsTheListener() throws Exception {
    // Given
    List<GpioException> losses = new ArrayList<>();
    EdgeListener listener =
        new EdgeListener() {
          @Override
          public void onEdge(EdgeEvent event) {
            events.add(event);
          }

          @Override
          public void onLost(GpioException cause) {
            losses.add(cause);
          }
        };
    GpioInput input = board.gpio().openInput(GpioLine.named("DOOR"), INPUT, listener);
    GpioOutput output = board.gpio().openOutput(GpioLine.named("VALVE"), OUTPUT);
    // When
    chip.remove();
    // Then
    assertEquals(Kind.REMOVED, losses.getFirst().kind());
    fails(Kind.REMOVED, input::isActive);
    fails(Kind.REMOVED, () -> output.set(true));
    fails(Kind.NOT_FOUND, () -> open("DOOR", INPUT));
    assertEquals(List.of(), board.gpio().chips());
    input.close();
    chip.restore();
    assertFalse(open("DOOR", INPUT).isActive());
  }

  @Test
  void inWallTimeEdgesArriveInOrderOnTheEventThread() throws Exception {
    try (SimBoard live = new SimBoard()) {
      // Given
      SimGpioLine line = live.addGpioChip("gpiochip0", "sim", List.of("A")).line("A");
      BlockingQueue<String> seen = new LinkedBlockingQueue<>();
      live.gpio()
          .openInput(
              GpioLine.named("A"),
              INPUT,
              event -> {
                seen.add(event.sequence() + " " + Thread.currentThread().getName());
                throw new IllegalStateException("a listener that fails");
              });
      // When
      for (int i = 0; i < 100; i++) {
        line.drive(i % 2 == 0);
      }
      // Then
      for (int i = 1; i <= 100; i++) {
        assertEquals(i + " sim-events", seen.poll(10, TimeUnit.SECONDS));
      }
    }
  }

  private GpioInput open(String line, InputSettings settings) throws GpioException {
    return board.gpio().openInput(GpioLine.parse(line), settings, events::add);
  }

  private static GpioException fails(Kind kind, Executable operation) {
    GpioException error = assertThrows(GpioException.class, operation);
    assertEquals(kind, error.kind());
    return error;
  }
}
