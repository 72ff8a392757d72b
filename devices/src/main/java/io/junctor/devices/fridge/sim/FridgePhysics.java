package io.junctor.devices.fridge.sim;

import java.util.Arrays;

/**
 * The numbers of a fridge: bottles that slide down when one is taken, a cabinet that warms and
 * cools. No clock, no board.
 */
final class FridgePhysics {

  /** The room the fridge stands in. */
  static final double AMBIENT_CELSIUS = 22;

  /** What a running compressor cools towards. */
  static final double COLD_CELSIUS = 1;

  /** How fast the cabinet follows what surrounds it: door closed, door open, compressor running. */
  private static final double CLOSED_SECONDS = 900;

  private static final double OPEN_SECONDS = 60;
  private static final double COMPRESSOR_SECONDS = 120;

  /** How fast the stack slides when a bottle is gone. */
  private static final double SLIDE_MILLIMETRES_PER_SECOND = 150;

  private final boolean[] bottles;
  private final double emptyMillimetres;
  private final double fullMillimetres;
  private double surfaceMillimetres;
  private double celsius = 5;

  /** A full and cold fridge. */
  FridgePhysics(int slots, double emptyMillimetres, double fullMillimetres) {
    bottles = new boolean[slots];
    this.emptyMillimetres = emptyMillimetres;
    this.fullMillimetres = fullMillimetres;
    refill();
    surfaceMillimetres = restMillimetres();
  }

  void refill() {
    Arrays.fill(bottles, true);
  }

  /** A bottle leaves its slot; returns false if there was none. */
  boolean take(int slot) {
    boolean wasThere = bottles[slot - 1];
    bottles[slot - 1] = false;
    return wasThere;
  }

  boolean hasBottle(int slot) {
    return bottles[slot - 1];
  }

  int slots() {
    return bottles.length;
  }

  int bottles() {
    int count = 0;
    for (boolean bottle : bottles) {
      count += bottle ? 1 : 0;
    }
    return count;
  }

  /** The distance from the ranger to the uppermost bottle now. */
  double surfaceMillimetres() {
    return surfaceMillimetres;
  }

  double celsius() {
    return celsius;
  }

  /** Lets time pass. */
  void step(double seconds, boolean isDoorOpen, boolean isCompressorOn) {
    double way = restMillimetres() - surfaceMillimetres;
    double longest = SLIDE_MILLIMETRES_PER_SECOND * seconds;
    surfaceMillimetres += Math.clamp(way, -longest, longest);
    follow(AMBIENT_CELSIUS, seconds / (isDoorOpen ? OPEN_SECONDS : CLOSED_SECONDS));
    if (isCompressorOn) {
      follow(COLD_CELSIUS, seconds / COMPRESSOR_SECONDS);
    }
  }

  private void follow(double towards, double part) {
    celsius += (towards - celsius) * (1 - Math.exp(-part));
  }

  /** Where the surface comes to rest with the bottles there are. */
  private double restMillimetres() {
    double full = (double) bottles() / bottles.length;
    return emptyMillimetres + (fullMillimetres - emptyMillimetres) * full;
  }
}
