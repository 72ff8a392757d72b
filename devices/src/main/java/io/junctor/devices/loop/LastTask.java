package io.junctor.devices.loop;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What leaves the outputs of a device safe at its end: run on its loop, and beside it where the
 * loop hangs or has died. Any thread.
 */
public final class LastTask {

  private static final Logger LOG = LoggerFactory.getLogger(LastTask.class);

  private final String device;
  private final DeviceLoop loop;
  private final Runnable task;
  private final AtomicBoolean isClosing = new AtomicBoolean();
  private final AtomicBoolean isDone = new AtomicBoolean();

  /**
   * @param device its name, for the log.
   * @param task may be run a second time, beside the loop, while the first still hangs.
   */
  public LastTask(String device, DeviceLoop loop, Runnable task) {
    this.device = device;
    this.loop = loop;
    this.task = task;
  }

  /** Runs the task and ends the loop; the second time nothing. On return the task has run. */
  public void runAndClose() {
    if (isClosing.getAndSet(true)) {
      return;
    }
    try {
      loop.execute(
          () -> {
            task.run();
            isDone.set(true);
          });
    } catch (RejectedExecutionException hangs) {
      LOG.warn("closing beside the loop device={} cause={}", device, hangs.getMessage());
    }
    loop.close();
    if (!isDone.get()) {
      task.run();
    }
  }
}
