package io.junctor.app.log;

import java.util.Locale;
import org.slf4j.event.Level;

/**
 * One line per record on standard error. Under systemd ({@code JOURNAL_STREAM} is set) it begins
 * with the journal's priority and has no time, elsewhere with the UTC time and the level. {@code
 * JUNCTOR_LOG} sets the level of what is ours: error, warn, info (default), debug, trace.
 */
public final class Logging {

  private static final String LEVEL = "JUNCTOR_LOG";

  private Logging() {}

  /** Before anybody asks for a logger. */
  public static void install() {
    System.setProperty("slf4j.provider", LogProvider.class.getName());
    System.setProperty("slf4j.internal.verbosity", "WARN"); // that it was told of it is no news
    System.setProperty("java.util.logging.config.class", JulBridge.class.getName());
    String level = System.getenv(LEVEL);
    if (level != null) {
      LogLines.STANDARD_ERROR.setOwnLevel(level(level));
    }
  }

  /** Only what a person must know; for commands whose standard error is read by people. */
  public static void quiet() {
    if (System.getenv(LEVEL) == null) {
      LogLines.STANDARD_ERROR.setLevel(Level.WARN);
    }
  }

  private static Level level(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "error" -> Level.ERROR;
      case "warn", "warning" -> Level.WARN;
      case "debug" -> Level.DEBUG;
      case "trace" -> Level.TRACE;
      default -> Level.INFO;
    };
  }
}
