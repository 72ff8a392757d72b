package io.junctor.app.fuzz;

import java.util.Arrays;
import java.util.Random;

/**
 * Changes a few octets of what would be right: values, single bits, copies, the end, the length.
 */
final class Mutations {

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** A changed copy; of nothing, one octet. */
  byte[] of(byte[] frame) {
    byte[] result = frame.length == 0 ? new byte[1] : frame.clone();
    int changes = 1 + random.nextInt(3);
    for (int change = 0; change < changes; change++) {
      int at = random.nextInt(result.length);
      switch (random.nextInt(5)) {
        case 0 -> result[at] = (byte) random.nextInt();
        case 1 -> result[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> result[at] = result[random.nextInt(result.length)];
        case 3 -> result = Arrays.copyOf(result, Math.max(1, at));
        default -> result = Arrays.copyOf(result, result.length + 1 + random.nextInt(3));
      }
    }
    return result;
  }

  /** A changed copy once in a while, and the same otherwise. */
  byte[] sometimes(byte[] frame, int oneIn) {
    return random.nextInt(oneIn) == 0 ? of(frame) : frame;
  }
}
