package io.junctor.app.log;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Records as lines, and which of them are wanted. Any thread. */
final class LogLines {

  /** Those of this process. */
  static final LogLines STANDARD_ERROR =
      new LogLines(System.err, System.getenv("JOURNAL_STREAM") != null, InstantSource.system());

  /** Loggers whose level is {@code JUNCTOR_LOG}. */
  private static final String OWN = "io.junctor";

  private final PrintStream out;
  private final boolean journal;
  private final InstantSource clock;
  private volatile Level level = Level.INFO;
  private volatile Level ownLevel = Level.INFO;

  /**
   * Lines on a stream.
   *
   * @param journal whether systemd's journal reads it, which knows the time.
   */
  LogLines(PrintStream out, boolean journal, InstantSource clock) {
    this.out = out;
    this.journal = journal;
    this.clock = clock;
  }

  /** The least level that is written, of all loggers. */
  void setLevel(Level least) {
    level = least;
    ownLevel = least;
  }

  /** The least level that is written, of our own loggers. */
  void setOwnLevel(Level least) {
    ownLevel = least;
  }

  static boolean isOwn(String logger) {
    return logger.startsWith(OWN);
  }

  boolean wants(boolean own, Level asked) {
    return asked.toInt() >= (own ? ownLevel : level).toInt();
  }

  void write(Level at, String logger, String message, @Nullable Throwable thrown) {
    StringBuilder line = new StringBuilder(160);
    if (journal) {
      line.append('<').append(priority(at)).append('>');
    } else {
      appendTime(line, LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
      line.append(' ').append(name(at)).append(' ');
    }
    line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(": ");
    appendEscaped(line, message);
    line.append('\n');
    if (thrown != null) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      line.append(trace);
    }
    out.print(line);
    out.flush();
  }

  // A formatter of the library would be half of what a line costs at a start.
  private static void appendTime(StringBuilder line, LocalDateTime time) {
    line.append(time.getYear());
    appendTwo(line.append('-'), time.getMonthValue());
    appendTwo(line.append('-'), time.getDayOfMonth());
    appendTwo(line.append('T'), time.getHour());
    appendTwo(line.append(':'), time.getMinute());
    appendTwo(line.append(':'), time.getSecond());
    int millis = time.getNano() / 1_000_000;
    line.append('.').append((char) ('0' + millis / 100));
    appendTwo(line, millis % 100);
    line.append('Z');
  }

  private static void appendTwo(StringBuilder line, int number) {
    line.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /** Control characters of a peer must not draw on a terminal or forge a line. */
  private static void appendEscaped(StringBuilder line, String message) {
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (Character.isISOControl(c)) {
        line.append("\\u00").append(Character.forDigit(c >> 4, 16));
        line.append(Character.forDigit(c & 0xf, 16));
      } else {
        line.append(c);
      }
    }
  }

  private static int priority(Level level) {
    return switch (level) {
      case ERROR -> 3;
      case WARN -> 4;
      case INFO -> 6;
      case DEBUG, TRACE -> 7;
    };
  }

  private static String name(Level level) {
    return switch (level) {
      case ERROR -> "ERROR";
      case WARN -> "WARN ";
      case INFO -> "INFO ";
      case DEBUG, TRACE -> "DEBUG";
    };
  }
}
