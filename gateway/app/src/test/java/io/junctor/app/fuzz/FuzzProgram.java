package io.junctor.app.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./junctor fuzz [--frames N] [--seed S]}. Its status is 0, or 1 when something was found;
 * also when Ctrl-C ends it, which it does after the round that is on, with its summary.
 */
final class FuzzProgram {

  private static final long FRAMES = 1_000_000;

  /**
   * A round takes a second on a busy machine, and clearing up another; who asks twice is not kept
   * waiting.
   */
  private static final int END_SECONDS_MAX = 60;

  private static final int USAGE = 2;

  private final Fuzz fuzz;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int status = 1;

  private FuzzProgram(Fuzz fuzz) {
    this.fuzz = fuzz;
  }

  /** Runs it; the words are the options. */
  public static void main(String[] words) throws Exception {
    long frames = FRAMES;
    long seed = System.nanoTime();
    for (int i = 0; i < words.length; i += 2) {
      String value = i + 1 < words.length ? words[i + 1] : "";
      if (!value.matches("\\d{1,18}") || !List.of("--frames", "--seed").contains(words[i])) {
        System.err.println("usage: ./junctor fuzz [--frames N] [--seed S]");
        System.exit(USAGE);
      }
      if (words[i].equals("--frames")) {
        frames = Long.parseLong(value);
      } else {
        seed = Long.parseLong(value);
      }
    }
    new FuzzProgram(new Fuzz(frames, seed, System.out)).run();
  }

  private void run() throws Exception {
    Thread atEnd = new Thread(this::onInterrupt);
    Runtime.getRuntime().addShutdownHook(atEnd);
    try {
      Fuzz.Outcome outcome = fuzz.run();
      outcome.found().forEach(one -> System.out.println("FOUND " + one));
      System.out.printf(
          Locale.ROOT, "fuzz: %,d frames, %d found%n", outcome.frames(), outcome.found().size());
      status = outcome.found().isEmpty() ? 0 : 1;
    } finally {
      System.out.flush();
      ended.countDown();
    }
    if (!fuzz.isStopped()) {
      Runtime.getRuntime().removeShutdownHook(atEnd);
      System.exit(status);
    }
  }

  // The JVM is on its way out, with a status of its own; this one is ours.
  private void onInterrupt() {
    fuzz.stop();
    try {
      if (!ended.await(END_SECONDS_MAX, TimeUnit.SECONDS)) {
        System.out.println("fuzz: did not end within " + END_SECONDS_MAX + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(status);
  }
}
