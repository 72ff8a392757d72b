package io.junctor.devices.knob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.knob.KnobController.Output;
import org.junit.jupiter.api.Test;

/** The control law alone: measurements in, duty out, time by hand. */
class KnobControllerTest {

  private static final long PERIOD_NANOS = 20_000_000;

  private final KnobConfig config = KnobConfig.defaults();
  private final KnobController controller = new KnobController(config);
  private long now = 1_000_000_000;

  private Output step(double position) {
    now += PERIOD_NANOS;
    return controller.step(position, now);
  }

  private double duty(double position) {
    return assertInstanceOf(Output.Moving.class, step(position)).duty();
  }

  @Test
  void withoutATargetTheMotorRestsWhereverTheKnobIs() {
    for (double position : new double[] {0, 100, 270, -20, 300}) {
      // When
      Output output = step(position);
      // Then
      assertInstanceOf(Output.Resting.class, output);
    }
  }

  @Test
  void pushesTowardsTheTarget() {
    // Given
    step(100);
    controller.moveTo(200, 100, now);
    // When
    double forward = duty(100);
    // Then
    assertTrue(forward > 0, "duty " + forward);
    // and back
    controller.stop();
    controller.moveTo(50, 100, now);
    assertTrue(duty(100) < 0);
  }

  @Test
  void speedGrowsNoSteeperThanTheRamp() {
    // Given: a plant that follows at once, so duty shows the commanded speed
    step(0);
    controller.moveTo(270, 0, now);
    double position = 0;
    double before = 0;
    for (int i = 0; i < 12; i++) {
      // When
      double duty = duty(position);
      double speed =
          Math.max(0, duty - config.motor().frictionDuty())
              * config.motor().fullSpeedDegreesPerSecond();
      // Then: one period adds at most acceleration * period, and the correction of its error
      double step = config.accelerationDegreesPerSecondSquared() * 0.02;
      assertTrue(speed - before <= 2.5 * step, "from " + before + " to " + speed);
      position += before * 0.02;
      before = speed;
    }
  }

  @Test
  void targetOutsideOfTheEndStopsIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> controller.moveTo(270.1, 100, now));
    assertThrows(IllegalArgumentException.class, () -> controller.moveTo(-0.1, 100, now));
    assertFalse(controller.isMoving());
  }

  @Test
  void neverPushesFurtherOutOfTheEndStops() {
    // Given: the knob is pushed out by hand, to where the speed would still have to be braked
    step(265);
    controller.moveTo(270, 265, now);
    for (int i = 0; i < 10; i++) {
      // When
      Output output = step(275);
      // Then
      if (output instanceof Output.Moving(double duty)) {
        assertTrue(duty <= 0, "duty " + duty);
      }
    }
  }

  @Test
  void outsideOfTheEndStopsItDoesNotEvenBrakeOutwards() {
    // Given: thrown in from far outside, so fast that the speed control would push against it
    step(330);
    controller.moveTo(270, 330, now);
    for (double position : new double[] {315, 300, 290, 282, 276}) {
      // When
      double duty = duty(position);
      // Then
      assertTrue(duty <= 0, "duty " + duty + " at " + position);
    }
  }

  @Test
  void arrivesAfterStandingAtTheTarget() {
    // Given
    step(99.5);
    controller.moveTo(100, 99.5, now);
    step(99.5);
    step(99.5);
    // When
    Output output = step(99.5);
    // Then
    assertEquals(new Output.Arrived(100), output);
    assertFalse(controller.isMoving());
    assertInstanceOf(Output.Resting.class, step(99.5));
  }

  @Test
  void passingTheTargetAtSpeedIsNotArriving() {
    // Given
    step(90);
    controller.moveTo(100, 90, now);
    double position = 90;
    for (int i = 0; i < 6; i++) {
      position += 3.6;
      // When
      Output output = step(position);
      // Then
      assertInstanceOf(Output.Moving.class, output, "at " + position);
    }
  }

  @Test
  void blockedKnobIsAStallWithinTheConfiguredTimeAndTheRiseOfTheDuty() {
    // Given
    step(100);
    controller.moveTo(200, 100, now);
    long began = now;
    Output output = step(100);
    // When
    while (output instanceof Output.Moving && now - began < 3_000_000_000L) {
      output = step(100);
    }
    // Then
    assertInstanceOf(Output.Stalled.class, output);
    long millis = (now - began) / 1_000_000;
    assertTrue(millis >= 300 && millis <= 800, "after " + millis + " ms");
    assertInstanceOf(Output.Resting.class, step(100));
  }

  @Test
  void aLoopThatIsLateOnceIsNoStall() {
    // Given: pushing, and the last sample is fresh
    step(100);
    controller.moveTo(200, 100, now);
    double position = 100;
    for (int i = 0; i < 10; i++) {
      step(position += 0.5);
    }
    // When: a second in which nobody looked; what is seen then has barely moved, as noise may have
    // it
    now += 1_000_000_000;
    Output late = step(position);
    // Then
    assertInstanceOf(Output.Moving.class, late);
    assertInstanceOf(Output.Moving.class, step(position + 0.5));
  }

  @Test
  void aBlockedKnobIsFoundByALoopThatIsAlwaysLateToo() {
    // Given
    step(100);
    controller.moveTo(200, 100, now);
    int samples = 0;
    Output output = step(100);
    // When: four times a second instead of fifty
    while (output instanceof Output.Moving && samples < 20) {
      now += 230_000_000;
      output = step(100);
      samples++;
    }
    // Then: five samples of 60 ms that count are 300 ms
    assertEquals(
        new Output.Stalled("the motor pushed for 300 ms and nothing moved"), output, "" + samples);
    assertTrue(samples >= 5 && samples <= 7, "" + samples);
  }

  @Test
  void slowButSteadyMovementIsNoStall() {
    // Given: 20 degrees per second although 180 are wanted
    step(0);
    controller.moveTo(270, 0, now);
    double position = 0;
    for (int i = 0; i < 100; i++) {
      position += 0.4;
      // When
      Output output = step(position);
      // Then
      assertInstanceOf(Output.Moving.class, output);
    }
  }

  @Test
  void moveThatDoesNotEndInTimeIsGivenUp() {
    // Given: it creeps, so it never stalls
    step(0);
    controller.moveTo(270, 0, now);
    double position = 0;
    Output output = step(position);
    for (int i = 0; i < 1_000 && output instanceof Output.Moving; i++) {
      position += 0.2;
      // When
      output = step(position);
    }
    // Then
    assertEquals(new Output.Stalled("did not arrive in time"), output);
  }

  @Test
  void dutyStaysWithinWhatTheChipTakes() {
    // Given: readings that jump wildly
    step(0);
    controller.moveTo(270, 0, now);
    for (int i = 0; i < 50; i++) {
      // When
      Output output = step(i % 2 == 0 ? 0 : 250);
      // Then
      if (output instanceof Output.Moving(double duty)) {
        assertTrue(Math.abs(duty) <= 1, "duty " + duty);
      }
    }
  }
}
