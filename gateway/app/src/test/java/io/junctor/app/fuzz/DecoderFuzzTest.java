package io.junctor.app.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A share of what {@code ./junctor fuzz} does for hours: 200,000 frames for the decoders and as
 * many for whole sessions.
 */
class DecoderFuzzTest {

  private static final long FRAMES = Long.getLong("junctor.fuzz.frames", 400_000);
  private static final long SEED = Long.getLong("junctor.fuzz.seed", System.nanoTime());

  @Test
  void whateverPeersAndDevicesSendNobodyElseIsDisturbedAndNothingIsLeftOver() throws Exception {
    // Given
    Fuzz fuzz = new Fuzz(FRAMES, SEED, System.out);
    // When
    Fuzz.Outcome outcome = fuzz.run();
    // Then
    assertEquals(List.of(), outcome.found());
    assertTrue(outcome.ofSessions() >= FRAMES / 2 * 99 / 100, outcome::toString);
    assertTrue(outcome.frames() >= FRAMES, outcome::toString);
  }
}
