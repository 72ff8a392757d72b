package io.junctor.app.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** What slf4j finds here; named by {@link Logging#install}, so that it searches no jars. */
public final class LogProvider implements SLF4JServiceProvider, ILoggerFactory {

  private static final String API_VERSION = "2.0.99"; // any of 2.0, says slf4j

  // as many as there are classes that log
  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();

  /** Called by slf4j. */
  public LogProvider() {}

  @Override
  public Logger getLogger(String name) {
    return loggers.computeIfAbsent(name, own -> new LineLogger(own, LogLines.STANDARD_ERROR));
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return this;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return API_VERSION;
  }

  @Override
  public void initialize() {
    // there is nothing to prepare
  }
}
