package io.junctor.devices.fridge;

/** Lets tests elsewhere feed the ranger's parser, and holds what it reads to the sensor's range. */
public final class RangerFeed {

  private static final int MILLIMETRES_MAX = 9_999;

  private final DistanceParser parser = new DistanceParser();

  /** The next bytes of the line. */
  public void accept(byte[] bytes) {
    parser.accept(
        bytes,
        0,
        bytes.length,
        reading -> {
          switch (reading) {
            case RangerReading.Distance distance -> require(distance.millimetres());
            case RangerReading.Implausible implausible -> require(implausible.millimetres());
            case RangerReading.NoTarget _ -> {}
          }
        });
  }

  private static void require(int millimetres) {
    if (millimetres < 0 || millimetres > MILLIMETRES_MAX) {
      throw new AssertionError("four digits cannot say " + millimetres);
    }
  }
}
