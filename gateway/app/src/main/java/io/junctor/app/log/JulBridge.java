package io.junctor.app.log;

import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Has {@code java.util.logging} log here, once somebody uses it: the JDK and the MQTT client do.
 *
 * @see java.util.logging.LogManager
 */
public final class JulBridge {

  /** Called by the log manager when it begins. */
  public JulBridge() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
