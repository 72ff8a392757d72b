package io.junctor.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * One line per record on standard error. Under systemd ({@code JOURNAL_STREAM} is set) it begins
 * with the journal's priority and has no time, elsewhere with the UTC time and the level. {@code
 * JUNCTOR_LOG} sets the level: error, warn, info (default), debug, trace.
 */
public final class Logging {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Logging() {}

  static void install() {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    ConsoleHandler handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    handler.setFormatter(new OneLine(System.getenv("JOURNAL_STREAM") != null));
    root.addHandler(handler);
    root.setLevel(Level.INFO);
    String level = System.getenv("JUNCTOR_LOG");
    if (level != null) {
      Logger.getLogger("io.junctor").setLevel(level(level));
    }
  }

  /** Only what a person must know; for commands whose standard error is read by people. */
  public static void quiet() {
    if (System.getenv("JUNCTOR_LOG") == null) {
      Logger.getLogger("").setLevel(Level.WARNING);
    }
  }

  private static Level level(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "error" -> Level.SEVERE;
      case "warn", "warning" -> Level.WARNING;
      case "debug" -> Level.FINE;
      case "trace" -> Level.FINEST;
      default -> Level.INFO;
    };
  }

  private static final class OneLine extends Formatter {

    private static final int ERROR = Level.SEVERE.intValue();
    private static final int WARNING = Level.WARNING.intValue();
    private static final int INFO = Level.INFO.intValue();

    private final boolean journal;

    OneLine(boolean journal) {
      this.journal = journal;
    }

    @Override
    public String format(LogRecord record) {
      StringBuilder line = new StringBuilder(160);
      if (journal) {
        line.append('<').append(priority(record)).append('>');
      } else {
        line.append(TIME.format(record.getInstant())).append(' ').append(name(record)).append(' ');
      }
      String logger = record.getLoggerName() == null ? "" : record.getLoggerName();
      line.append(logger.substring(logger.lastIndexOf('.') + 1)).append(": ");
      line.append(escaped(formatMessage(record))).append('\n');
      if (record.getThrown() != null) {
        StringWriter trace = new StringWriter();
        record.getThrown().printStackTrace(new PrintWriter(trace));
        line.append(trace);
      }
      return line.toString();
    }

    /** Control characters of a peer must not draw on a terminal or forge a line. */
    private static String escaped(String message) {
      StringBuilder text = new StringBuilder(message.length());
      message
          .codePoints()
          .forEach(
              c -> {
                if (Character.isISOControl(c)) {
                  text.append(String.format(Locale.ROOT, "\\u%04x", c));
                } else {
                  text.appendCodePoint(c);
                }
              });
      return text.toString();
    }

    private static int priority(LogRecord record) {
      int level = record.getLevel().intValue();
      return level >= ERROR ? 3 : level >= WARNING ? 4 : level >= INFO ? 6 : 7;
    }

    private static String name(LogRecord record) {
      int level = record.getLevel().intValue();
      return level >= ERROR
          ? "ERROR"
          : level >= WARNING ? "WARN " : level >= INFO ? "INFO " : "DEBUG";
    }
  }
}
