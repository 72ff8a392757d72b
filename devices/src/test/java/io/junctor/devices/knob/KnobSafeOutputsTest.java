package io.junctor.devices.knob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.config.SafeOutput;
import org.junit.jupiter.api.Test;

/** What is done for a knob when its process is dead. */
class KnobSafeOutputsTest {

  @Test
  void theMotorThatADeadKnobLeftOnIsSwitchedOff() throws Exception {
    // Given
    KnobBench bench = KnobBench.running();
    bench.turn(200.0);
    bench.loop.advanceMillis(200);
    assertTrue(bench.world.duty() > 0);
    bench.loop.hang();
    // When
    for (SafeOutput step : KnobConfig.defaults().safeOutputs()) {
      SafeOutput.I2c write = (SafeOutput.I2c) step;
      bench.wiring.bus(write.bus()).writeByteData(write.address(), write.register(), write.value());
    }
    // Then
    assertEquals(0, bench.world.duty());
  }
}
