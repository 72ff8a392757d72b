package io.junctor.devices.sim;

/** The simulated world around one device. */
public interface Simulation extends AutoCloseable {

  /**
   * Lets things happen by themselves from now on, as in the demo: doors are opened, bottles taken,
   * knobs turned by hand. Without it the world only reacts.
   */
  void play();

  /** Ends what happens; chips and lines stay as they are. Idempotent. */
  @Override
  void close();
}
