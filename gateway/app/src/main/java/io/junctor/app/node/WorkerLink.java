package io.junctor.app.node;

import io.junctor.app.config.WorkersConfig;
import io.junctor.netty.BindAddress;
import io.junctor.netty.ConnectorConfig;
import io.junctor.netty.LinkLimits;
import io.junctor.netty.RawSocketListenerConfig;
import io.junctor.wamp.message.Format;
import java.nio.file.Path;
import java.time.Duration;

/** The link between router and workers: both ends of it, so that they fit. */
final class WorkerLink {

  /**
   * Pings twice a second, answered within 1.25 s, and no long farewell to who does not answer: a
   * worker whose router hangs brings its outputs to safe within 2 s, and a router whose worker
   * hangs says within 2 s that its things are offline. On one machine nothing is lost between; a
   * longer silence is a process that does not run.
   */
  private static final LinkLimits LIMITS =
      LinkLimits.DEFAULT
          .withPings(Duration.ofMillis(500), Duration.ofMillis(1_250))
          .withCloseTimeout(Duration.ofMillis(250));

  /** A worker asks no network and disturbs nobody: it is back within a second of the router. */
  static final Duration RETRY_MAX = Duration.ofSeconds(1);

  private WorkerLink() {}

  static RawSocketListenerConfig listener(WorkersConfig workers) {
    return RawSocketListenerConfig.of(
            new BindAddress.Unix(Path.of(workers.socket()), BindAddress.Unix.OWNER_AND_GROUP))
        .withLimits(LIMITS)
        .withPingsUnasked();
  }

  static ConnectorConfig connector(WorkersConfig workers) {
    return ConnectorConfig.of("unix:" + workers.socket(), Format.MSGPACK).withLimits(LIMITS);
  }
}
