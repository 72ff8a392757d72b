package io.junctor.devices.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WriteBudgetTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void asMuchAsASecondHoldsMayComeAtOnce() {
    // Given
    WriteBudget budget = new WriteBudget(3, Long.MAX_VALUE);

    // Then
    assertTrue(budget.take(Long.MAX_VALUE));
    assertTrue(budget.take(Long.MAX_VALUE));
    assertTrue(budget.take(Long.MAX_VALUE));
    assertFalse(budget.take(Long.MAX_VALUE));
  }

  @Test
  void itFillsUpEvenlyAndNeverOverflows() {
    // Given
    WriteBudget budget = new WriteBudget(10, 0);
    long now = 3_600 * SECOND;
    int taken = 0;

    // When
    for (long until = now + 10 * SECOND; now < until; now += SECOND / 1_000) {
      taken += budget.take(now) ? 1 : 0;
    }

    // Then: the first second's worth, then ten a second
    assertEquals(110, taken, 1);
  }
}
