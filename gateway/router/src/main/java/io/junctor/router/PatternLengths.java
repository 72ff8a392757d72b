package io.junctor.router;

import java.util.Arrays;

/** The lengths that patterns have, ascending, each once, with how many have it. */
@OwnedBy("realm loop")
final class PatternLengths {

  private int[] lengths = {}; // ascending; the first count are used
  private int[] patterns = {}; // how many patterns have the length at the same index
  private int count;

  /** One more pattern has this length. */
  void add(int length) {
    int at = Arrays.binarySearch(lengths, 0, count, length);
    if (at >= 0) {
      patterns[at]++;
      return;
    }
    if (count == lengths.length) {
      int room = Math.max(4, 2 * count); // what a site's own patterns need
      lengths = Arrays.copyOf(lengths, room);
      patterns = Arrays.copyOf(patterns, room);
    }
    int free = -at - 1;
    System.arraycopy(lengths, free, lengths, free + 1, count - free);
    System.arraycopy(patterns, free, patterns, free + 1, count - free);
    lengths[free] = length;
    patterns[free] = 1;
    count++;
  }

  /** One of the patterns of this length is gone. */
  void remove(int length) {
    int at = Arrays.binarySearch(lengths, 0, count, length);
    if (at < 0) {
      throw new IllegalArgumentException("no pattern has the length " + length);
    }
    patterns[at]--;
    if (patterns[at] == 0) {
      count--;
      System.arraycopy(lengths, at + 1, lengths, at, count - at);
      System.arraycopy(patterns, at + 1, patterns, at, count - at);
    }
  }

  /** How many of the lengths are at most so large. */
  int upTo(int length) {
    if (count == 0 || lengths[count - 1] <= length) {
      return count;
    }
    int at = Arrays.binarySearch(lengths, 0, count, length);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /** The length at the index. */
  int at(int index) {
    return lengths[index];
  }
}
