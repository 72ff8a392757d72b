package io.junctor.drivers.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GpioSettingsTest {

  @Test
  void chipAndOffsetAreReadFromTheLastColon() {
    assertEquals(GpioLine.numbered("gpiochip0", 17), GpioLine.parse("gpiochip0:17"));
    assertEquals(GpioLine.numbered("usb:1-2", 3), GpioLine.parse("usb:1-2:3"));
  }

  @Test
  void anythingElseIsALineName() {
    assertEquals(GpioLine.named("GPIO17"), GpioLine.parse("GPIO17"));
    assertEquals(GpioLine.named("PHY:RST"), GpioLine.parse("PHY:RST"));
    assertEquals("gpiochip0:17", GpioLine.parse("gpiochip0:17").toString());
  }

  @Test
  void blankLineNameIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> GpioLine.parse(" "));
  }

  @Test
  void debounceIsBoundedOnBothSides() {
    // Given
    InputSettings settings = InputSettings.of("test");
    // Then
    assertEquals(
        InputSettings.DEBOUNCE_MAX, settings.withDebounce(InputSettings.DEBOUNCE_MAX).debounce());
    assertThrows(IllegalArgumentException.class, () -> settings.withDebounce(Duration.ofNanos(-1)));
    assertThrows(
        IllegalArgumentException.class, () -> settings.withDebounce(Duration.ofSeconds(11)));
  }

  @Test
  void withersChangeOneThingOnly() {
    // Given
    InputSettings base = InputSettings.of("door");
    // When
    InputSettings changed =
        base.withBias(Bias.PULL_UP).withActiveLow(true).withEdges(Set.of(Edge.FALLING));
    // Then
    assertEquals(
        new InputSettings(Bias.PULL_UP, true, Duration.ZERO, Set.of(Edge.FALLING), "door"),
        changed);
  }

  @Test
  void consumerMustFitTheKernelsField() {
    assertEquals("a".repeat(31), OutputSettings.of("a".repeat(31)).consumer());
    assertThrows(IllegalArgumentException.class, () -> OutputSettings.of("a".repeat(32)));
    assertThrows(IllegalArgumentException.class, () -> InputSettings.of(""));
    assertThrows(IllegalArgumentException.class, () -> InputSettings.of("tür"));
  }

  @Test
  void safeLevelIsAlsoTheInitialOneUnlessSaidOtherwise() {
    assertTrue(OutputSettings.of("pump").withSafe(true).initial());
    assertFalse(OutputSettings.of("pump").withSafe(true).withInitial(false).initial());
    assertTrue(OutputSettings.of("pump").withSafe(true).withInitial(false).safe());
  }

  @Test
  void gapInSequenceCountsDroppedEdges() {
    assertEquals(0, new EdgeEvent(Edge.RISING, 5, 0).droppedSince(4));
    assertEquals(2, new EdgeEvent(Edge.RISING, 7, 0).droppedSince(4));
  }

  @Test
  void errorSaysWhereWhatAndWhatToDo() {
    // When
    GpioException error =
        new GpioException(GpioException.Kind.PERMISSION, "/dev/gpiochip0", "open failed: EACCES");
    // Then
    assertTrue(error.getMessage().startsWith("/dev/gpiochip0: open failed: EACCES. "));
    assertTrue(error.getMessage().contains("group gpio"));
    assertFalse(error.isTransient());
  }
}
