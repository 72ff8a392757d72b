package io.junctor.app.systemd;

import java.util.Map;
import org.slf4j.Logger;

/** Where the threads are: whoever finds a process killed by its watchdog needs to know. */
final class Stacks {

  /** Platform threads of a gateway are a dozen; more than this is a mistake of its own. */
  private static final int THREADS_MAX = 100;

  private static final int FRAMES_MAX = 20;

  private Stacks() {}

  static void log(Logger log) {
    Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getValue().length > 0)
        .limit(THREADS_MAX)
        .forEach(entry -> log(log, entry));
  }

  private static void log(Logger log, Map.Entry<Thread, StackTraceElement[]> entry) {
    StringBuilder text = new StringBuilder();
    StackTraceElement[] frames = entry.getValue();
    for (int i = 0; i < Math.min(frames.length, FRAMES_MAX); i++) {
      text.append(i == 0 ? "" : " < ").append(frames[i]);
    }
    log.error("thread {} {}: {}", entry.getKey().getName(), entry.getKey().getState(), text);
  }
}
