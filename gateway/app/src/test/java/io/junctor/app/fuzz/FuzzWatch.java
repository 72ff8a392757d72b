package io.junctor.app.fuzz;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the log and to dying threads while frames are fed: errors of the gateway, warnings of
 * Netty (exceptions that nobody caught, buffers that leaked) and exceptions that end a thread.
 */
final class FuzzWatch implements AutoCloseable {

  /** What is more is only counted. */
  private static final int FOUND_MAX = 100;

  /** What one collection lets go of is queued for the next. */
  private static final int LEAK_ROUNDS = 3;

  // held, or they are forgotten
  private final Map<Logger, Level> loggers =
      Map.of(
          Logger.getLogger("io.junctor"), Level.SEVERE,
          Logger.getLogger("com.digitalpetri"), Level.SEVERE,
          Logger.getLogger("io.netty"), Level.WARNING);
  private final ResourceLeakDetector.Level levelBefore = ResourceLeakDetector.getLevel();
  private final Queue<String> found = new ConcurrentLinkedQueue<>();
  private final Thread.@Nullable UncaughtExceptionHandler before =
      Thread.getDefaultUncaughtExceptionHandler();
  private final Handler listening =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          boolean counts =
              loggers.entrySet().stream()
                  .anyMatch(
                      entry ->
                          record.getLoggerName().startsWith(entry.getKey().getName())
                              && record.getLevel().intValue() >= entry.getValue().intValue());
          if (counts) {
            add(record.getLoggerName() + ": " + record.getMessage(), record.getThrown());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  FuzzWatch() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    for (Logger logger : loggers.keySet()) {
      logger.addHandler(listening);
      logger.setUseParentHandlers(false); // thousands of broken-off links
    }
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> add("thread " + thread.getName() + " died", thrown));
  }

  private void add(String what, @Nullable Throwable thrown) {
    if (found.size() < FOUND_MAX) {
      java.io.StringWriter text = new java.io.StringWriter().append(what);
      if (thrown != null) {
        text.append('\n');
        thrown.printStackTrace(new java.io.PrintWriter(text));
      }
      found.add(text.toString());
    }
  }

  /** Lets Netty tell of buffers that were dropped; it does so when it makes the next ones. */
  void findLeaks() {
    for (int i = 0; i < LEAK_ROUNDS; i++) {
      System.gc();
      UnpooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    }
  }

  /** What should not have been. */
  List<String> found() {
    return List.copyOf(found);
  }

  @Override
  public void close() {
    for (Logger logger : loggers.keySet()) {
      logger.removeHandler(listening);
      logger.setUseParentHandlers(true);
    }
    Thread.setDefaultUncaughtExceptionHandler(before);
    ResourceLeakDetector.setLevel(levelBefore);
  }
}
