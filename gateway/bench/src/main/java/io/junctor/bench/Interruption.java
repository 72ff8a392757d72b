package io.junctor.bench;

import java.time.Duration;

/**
 * Ctrl-C and SIGTERM: the thread that measures is interrupted, closes what it started and prints
 * what it has. Used by that thread and by the JVM's that waits for it.
 */
final class Interruption implements AutoCloseable {

  /** A generator waits some seconds for what is outstanding, a router ends its sessions. */
  private static final Duration CLOSING_MAX = Duration.ofSeconds(40);

  private final Thread hook;
  private volatile boolean isAsked;

  private Interruption(Thread measuring) {
    this.hook = Thread.ofPlatform().name("interruption").unstarted(() -> interrupt(measuring));
  }

  /** Of the thread that calls this, until closed. */
  static Interruption ofThisThread() {
    Interruption interruption = new Interruption(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void interrupt(Thread measuring) {
    isAsked = true;
    measuring.interrupt();
    try {
      measuring.join(CLOSING_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the JVM ends anyway
    }
  }

  /** Whether everything is to end now. */
  boolean isAsked() {
    return isAsked;
  }

  @Override
  public void close() {
    try {
      var _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // it runs: this is the end that it waits for
    }
  }
}
