package io.junctor.app.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** One logger. Markers are not looked at. */
final class LineLogger extends LegacyAbstractLogger {

  private static final long serialVersionUID = 1;

  private final transient LogLines lines;
  private final boolean own;

  LineLogger(String name, LogLines lines) {
    this.name = name;
    this.lines = lines;
    this.own = LogLines.isOwn(name);
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    String text = MessageFormatter.basicArrayFormat(message, arguments);
    lines.write(level, name, String.valueOf(text), thrown);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null; // nobody asks for the place of a call
  }

  @Override
  public boolean isTraceEnabled() {
    return lines.wants(own, Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return lines.wants(own, Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return lines.wants(own, Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return lines.wants(own, Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return lines.wants(own, Level.ERROR);
  }
}
