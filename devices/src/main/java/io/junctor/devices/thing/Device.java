package io.junctor.devices.thing;

import io.junctor.devices.loop.DeviceLoop;

/**
 * A running device, whatever its kind.
 *
 * <p>Threads: all methods may be called from any thread.
 */
public interface Device extends AutoCloseable {

  /** What it looks like from outside. */
  ThingRuntime thing();

  /** The loop everything in it runs on. */
  DeviceLoop loop();

  /**
   * Begins to work: opens lines and chips, outputs safe. Does not wait, and does not fail because
   * hardware is absent: then the quality of its properties says so, and it is tried again.
   */
  void start();

  /**
   * Brings all outputs to their safe values and ends what callers wait for. For the case that
   * nobody can control it any more, such as a lost session.
   *
   * @param why the reason callers and readers are given
   */
  void safe(String why);

  /** Brings all outputs to their safe values and releases lines and threads. Idempotent. */
  @Override
  void close();
}
