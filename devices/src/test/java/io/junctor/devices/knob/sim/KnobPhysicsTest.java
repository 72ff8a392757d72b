package io.junctor.devices.knob.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KnobPhysicsTest {

  private final KnobPhysics physics = new KnobPhysics(0, 270, 400, 0.1);

  @Test
  void dutyBelowFrictionMovesNothing() {
    // When
    physics.step(1, 0.1);
    // Then
    assertEquals(135, physics.degrees());
  }

  @Test
  void speedFollowsDutyWithInertia() {
    // When
    physics.step(0.05, 0.35);
    // Then: 63 % of (0.35 - 0.1) * 400
    assertEquals(63, physics.degreesPerSecond(), 2);
    physics.step(0.4, 0.35);
    assertEquals(100, physics.degreesPerSecond(), 1);
  }

  @Test
  void withoutDutyFrictionBringsItToRest() {
    // Given
    physics.step(0.3, 0.5);
    // When
    physics.step(0.5, 0);
    // Then
    assertEquals(0, physics.degreesPerSecond());
  }

  @Test
  void metalStopsEndItALittleOutsideOfTheRange() {
    // When
    physics.step(5, 1);
    // Then
    assertTrue(physics.degrees() > 270 && physics.degrees() < 280, "at " + physics.degrees());
    assertEquals(0, physics.degreesPerSecond(), 10);
  }

  @Test
  void jammedKnobDoesNotMoveWhateverTheDuty() {
    // Given
    physics.jam(true);
    // When
    physics.step(1, -1);
    // Then
    assertEquals(135, physics.degrees());
  }

  @Test
  void resultHardlyDependsOnHowTimeIsCut() {
    // Given
    KnobPhysics other = new KnobPhysics(0, 270, 400, 0.1);
    // When
    physics.step(0.5, 0.4);
    for (int i = 0; i < 97; i++) {
      other.step(0.5 / 97, 0.4);
    }
    // Then
    assertEquals(physics.degrees(), other.degrees(), 0.5);
  }
}
