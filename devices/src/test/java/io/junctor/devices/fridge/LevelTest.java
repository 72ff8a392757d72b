package io.junctor.devices.fridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelTest {

  private final LevelCalibration calibration = new LevelCalibration(1_300, 300);

  @ParameterizedTest
  @CsvSource({"1300, 0", "300, 100", "800, 50", "1310, 0", "299, 100", "1399, 0"})
  void levelIsLinearAndClampedNearItsEnds(int millimetres, double percent) {
    assertEquals(percent, calibration.percent(millimetres).orElseThrow(), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"1401", "4999", "199"})
  void distanceFarOutsideIsNoLevel(int millimetres) {
    assertEquals(OptionalDouble.empty(), calibration.percent(millimetres));
  }

  @Test
  void medianIgnoresSingleOddEchoes() {
    // Given
    MedianFilter filter = new MedianFilter(5);
    filter.add(500);
    filter.add(501);
    filter.add(4_000);
    filter.add(502);
    // When
    int median = filter.add(300);
    // Then
    assertEquals(501, median);
  }

  @Test
  void medianFollowsAStepWithinHalfTheWindow() {
    // Given
    MedianFilter filter = new MedianFilter(5);
    for (int i = 0; i < 5; i++) {
      filter.add(500);
    }
    filter.add(700);
    filter.add(700);
    // When
    int median = filter.add(700);
    // Then
    assertEquals(700, median);
  }

  @Test
  void firstReadingCountsAtOnceAndAfterClearingAgain() {
    // Given
    MedianFilter filter = new MedianFilter(5);
    assertEquals(400, filter.add(400));
    filter.clear();
    // When
    int median = filter.add(900);
    // Then
    assertEquals(900, median);
  }

  @Test
  void evenWindowIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new MedianFilter(4));
  }
}
