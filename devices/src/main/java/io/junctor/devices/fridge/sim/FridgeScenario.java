package io.junctor.devices.fridge.sim;

import io.junctor.drivers.sim.SimClock;
import java.time.Duration;
import java.util.Random;

/**
 * People at the fridge: every few seconds somebody opens the door, takes a bottle or two and closes
 * it; when it is empty somebody refills it. Owned by the clock's event thread.
 */
final class FridgeScenario {

  /** A viewer sees something move this soon at the latest. */
  private static final int PAUSE_MILLIS_MIN = 3_000;

  private static final int PAUSE_MILLIS_MAX = 9_000;

  /** How long a hand takes from the door to the bottle and back. */
  private static final Duration REACH = Duration.ofMillis(1_500);

  /** Until somebody notices that it is empty. */
  private static final Duration NOTICE = Duration.ofSeconds(8);

  /** How many bottles one takes at most. */
  private static final int BOTTLES_MAX = 2;

  private final FridgeSimulation fridge;
  private final SimClock clock;
  private final Random random;

  FridgeScenario(FridgeSimulation fridge, SimClock clock, Random random) {
    this.fridge = fridge;
    this.clock = clock;
    this.random = random;
  }

  void begin() {
    later(Duration.ofMillis(PAUSE_MILLIS_MIN), this::comeBy);
  }

  private void comeBy() {
    fridge.door(true);
    later(
        REACH,
        () -> {
          int wanted = 1 + random.nextInt(BOTTLES_MAX);
          for (int i = 0; i < wanted; i++) {
            takeSome();
          }
          later(REACH, this::leave);
        });
  }

  /** Takes the first bottle from a random slot on. */
  private void takeSome() {
    int slots = fridge.physics().slots();
    int first = random.nextInt(slots);
    for (int i = 0; i < slots; i++) {
      int slot = 1 + (first + i) % slots;
      if (fridge.physics().hasBottle(slot)) {
        fridge.take(slot);
        return;
      }
    }
  }

  private void leave() {
    fridge.door(false);
    if (fridge.physics().bottles() == 0) {
      later(NOTICE, this::refill);
    } else {
      later(Duration.ofMillis(random.nextInt(PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX)), this::comeBy);
    }
  }

  private void refill() {
    fridge.door(true);
    later(
        REACH,
        () -> {
          fridge.refill();
          later(REACH, this::leave);
        });
  }

  private void later(Duration delay, Runnable task) {
    var _ =
        clock.schedule(
            delay,
            () -> {
              if (!fridge.isClosed()) {
                task.run();
              }
            });
  }
}
