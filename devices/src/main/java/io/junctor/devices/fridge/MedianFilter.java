package io.junctor.devices.fridge;

import java.util.ArrayDeque;

/**
 * The median of the last readings: a single echo off a shelf edge does not move it. Owned by the
 * device's loop.
 */
final class MedianFilter {

  private final int window;
  private final ArrayDeque<Integer> last = new ArrayDeque<>();

  /**
   * A filter that has seen nothing.
   *
   * @param window how many readings count, odd
   */
  MedianFilter(int window) {
    if (window < 1 || window % 2 == 0) {
      throw new IllegalArgumentException("window: expected an odd number from 1, got " + window);
    }
    this.window = window;
  }

  /** Takes a reading; returns the median of those seen, at most the window's number. */
  int add(int reading) {
    if (last.size() == window) {
      last.removeFirst();
    }
    last.addLast(reading);
    return last.stream().sorted().skip((last.size() - 1) / 2).findFirst().orElseThrow();
  }

  /** Forgets all readings. */
  void clear() {
    last.clear();
  }
}
