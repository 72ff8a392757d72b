package io.junctor.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Power cuts at every change of the disk, and what the store makes of what they leave. */
class CrashTest {

  /** Enough steps for about ten segments, five of them deleted again. */
  private static final int STEPS = 60;

  private static final int POINTS_MIN = 20_000;

  /** Looks at a disk at each of its changes, as each kind of power cut would leave it. */
  private static final class PowerCuts {
    final List<String> wrong = new ArrayList<>();
    long points;

    void watch(CrashDisk disk, CrashModel model, long seed) {
      Random random = new Random(seed);
      disk.beforeChange =
          () -> {
            for (CrashDisk.Loss loss : CrashDisk.Loss.values()) {
              boolean chance = loss != CrashDisk.Loss.DROP && loss != CrashDisk.Loss.KEEP;
              int times = chance ? 4 : 1;
              for (int i = 0; i < times && wrong.size() < 100; i++) {
                CrashDisk after = disk.crash(loss, random);
                points++;
                model
                    .check(after)
                    .forEach(
                        sentence ->
                            wrong.add(
                                "seed %d change %d %s: %s"
                                    .formatted(seed, disk.changes, loss, sentence)));
              }
            }
          };
    }
  }

  private static PowerCuts run(boolean forceWorks, int pointsMin) throws IOException {
    return run(forceWorks, pointsMin, CrashModel.LIMITS);
  }

  private static PowerCuts run(boolean forceWorks, int pointsMin, StoreLimits limits)
      throws IOException {
    PowerCuts cuts = new PowerCuts();
    for (long seed = 1; cuts.points < pointsMin && cuts.wrong.isEmpty(); seed++) {
      CrashDisk disk = new CrashDisk(forceWorks);
      CrashModel model = new CrashModel(limits);
      cuts.watch(disk, model, seed);
      model.run(disk, seed, STEPS);
    }
    return cuts;
  }

  @Test
  void nothingConfirmedIsLostWhereverThePowerIsCut() throws IOException {
    // When
    PowerCuts cuts = run(true, POINTS_MIN);
    // Then
    assertEquals(List.of(), cuts.wrong);
    assertTrue(cuts.points >= POINTS_MIN, "points: " + cuts.points);
  }

  @Test
  void aStoreThatDropsTheOldestLosesNothingElseAndTellsWhatIsMissing() throws IOException {
    // When
    PowerCuts cuts = run(true, POINTS_MIN / 4, CrashModel.DROPPING);
    // Then
    assertEquals(List.of(), cuts.wrong);
    assertTrue(cuts.points >= POINTS_MIN / 4, "points: " + cuts.points);
  }

  // The negative control: a harness that passes on a disk that never forces proves nothing.
  @Test
  void aDiskThatDoesNotForceIsFoundOut() throws IOException {
    // When
    PowerCuts cuts = run(false, POINTS_MIN);
    // Then
    assertFalse(cuts.wrong.isEmpty());
    assertTrue(cuts.wrong.stream().anyMatch(one -> one.contains("is lost")), cuts.wrong.toString());
  }

  @Test
  void aSecondPowerCutWhileComingBackLosesNothing() throws IOException {
    // Given
    List<String> wrong = new ArrayList<>();
    long points = 0;
    for (long seed = 1; seed <= 10; seed++) {
      CrashDisk disk = new CrashDisk();
      CrashModel model = new CrashModel();
      model.run(disk, seed, STEPS);
      CrashDisk once = disk.crash(CrashDisk.Loss.TORN_512, new Random(seed));
      PowerCuts cuts = new PowerCuts();
      cuts.watch(once, model, seed);
      // When: every change that opening makes
      SegmentLog.open(once, CrashModel.LIMITS, 44).close();
      wrong.addAll(cuts.wrong);
      points += cuts.points;
    }
    // Then
    assertEquals(List.of(), wrong);
    assertTrue(points > 100, "points: " + points);
  }

  @Test
  void whatFailsIsToldAndWhatIsConfirmedSurvivesIt() throws IOException {
    List<String> wrong = new ArrayList<>();
    long faults = 0;
    for (long seed = 1; seed <= 3; seed++) {
      CrashDisk rehearsal = new CrashDisk();
      new CrashModel().run(rehearsal, seed, STEPS);
      for (long at = 10; at < rehearsal.changes; at++) {
        // Given
        CrashDisk disk = new CrashDisk();
        CrashModel model = new CrashModel();
        long failing = at;
        disk.beforeChange =
            () -> {
              if (disk.changes == failing || disk.changes == failing + 1) {
                throw new IOException("No space left on device");
              }
            };
        // When
        model.run(disk, seed, STEPS);
        disk.beforeChange = () -> {};
        faults++;
        // Then
        for (CrashDisk.Loss loss : CrashDisk.Loss.values()) {
          for (String sentence : model.check(disk.crash(loss, new Random(at)))) {
            wrong.add("seed %d fault %d %s: %s".formatted(seed, at, loss, sentence));
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(faults > 300, "faults: " + faults);
  }

  @Test
  void aFailedForceIsNotTrustedTheSecondTime() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (int at = 3; at < 60; at++) {
      // Given
      CrashDisk disk = new CrashDisk();
      CrashModel model = new CrashModel();
      int failing = at;
      int[] forces = {0};
      disk.beforeForce =
          () -> {
            if (++forces[0] == failing) {
              throw new IOException("Input/output error");
            }
          };
      // When
      model.run(disk, at, STEPS);
      // Then
      for (String sentence : model.check(disk.crash(CrashDisk.Loss.DROP, new Random(at)))) {
        wrong.add("force %d: %s".formatted(at, sentence));
      }
    }
    assertEquals(List.of(), wrong);
  }
}
