package io.junctor.devices.loop;

import java.time.Duration;

/** One piece of waiting work, done again and again beside the loop. */
@FunctionalInterface
public interface Worker {

  /**
   * Does one piece of work.
   *
   * @param longest how long it may wait for something to happen
   * @return how long to pause before the next step, zero for at once
   */
  Duration step(Duration longest);
}
