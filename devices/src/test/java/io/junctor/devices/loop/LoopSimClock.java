package io.junctor.devices.loop;

import io.junctor.drivers.sim.SimClock;
import java.time.Duration;

/** The simulated board's time, taken from the loop a test moves by hand. */
public final class LoopSimClock implements SimClock {

  private final ManualLoop loop;

  public LoopSimClock(ManualLoop loop) {
    this.loop = loop;
  }

  @Override
  public long nanos() {
    return loop.nanoTime();
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    LoopTimer timer = loop.after(delay, task);
    return timer::cancel;
  }

  @Override
  public void pause(Object monitor, Duration atMost) {
    loop.pauseNanos(atMost.toNanos());
  }
}
