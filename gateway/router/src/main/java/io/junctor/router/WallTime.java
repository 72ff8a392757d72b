package io.junctor.router;

import java.time.Instant;

/**
 * What people are told of the times that a realm is given. Those never jump, so that deadlines
 * hold; a wall clock is set now and then, on a board without a battery some seconds after its
 * start. Any thread.
 */
@FunctionalInterface
public interface WallTime {

  /** The times are those of the wall clock. */
  WallTime SAME = time -> time;

  /**
   * The time on the wall clock as it is set now, whole milliseconds away from what is given.
   *
   * @param time as {@link Realm#onMessage} and the others are given it.
   */
  Instant of(Instant time);
}
