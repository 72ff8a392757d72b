package io.junctor.devices.loop;

/** A task that will run later, or a worker that runs until cancelled. */
@FunctionalInterface
public interface LoopTimer {

  /** Keeps the task from running again. Idempotent, from any thread. */
  void cancel();
}
