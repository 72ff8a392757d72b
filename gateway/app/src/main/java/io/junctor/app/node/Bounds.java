package io.junctor.app.node;

import io.junctor.app.config.LimitsConfig;
import io.junctor.netty.ConnectionLimits;
import io.junctor.router.RouterLimits;
import io.junctor.server.ServerLimits;

/** Turns the configured limits into those of listeners, router and realm. */
final class Bounds {

  private Bounds() {}

  static ConnectionLimits ofListeners(LimitsConfig config) {
    return new ConnectionLimits(config.connections(), config.connectionsPerAddress());
  }

  /** Two full listeners. */
  static ServerLimits ofServer(LimitsConfig config) {
    return ServerLimits.DEFAULT.withConnectionsMax(2 * config.connections());
  }

  /** As many sessions as one listener has connections. */
  static RouterLimits ofRealm(LimitsConfig config) {
    return RouterLimits.DEFAULT.withSessionsMax(config.connections());
  }
}
