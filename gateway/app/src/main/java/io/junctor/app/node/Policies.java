package io.junctor.app.node;

import io.junctor.app.config.GatewayConfig;
import io.junctor.app.config.HistoryConfig;
import io.junctor.app.config.PatternConfig;
import io.junctor.app.config.TrustConfig;
import io.junctor.router.HistoryRule;
import io.junctor.router.RealmPolicy;
import io.junctor.router.TrustRule;

/** Turns what is configured for certain URIs, beside permissions, into the realm's policy. */
final class Policies {

  private static final long BYTES_PER_KILOBYTE = 1024;

  private Policies() {}

  static RealmPolicy of(GatewayConfig config) {
    return new RealmPolicy(
        config.history().stream().map(Policies::history).toList(),
        config.trust().stream().map(Policies::trust).toList());
  }

  private static HistoryRule history(HistoryConfig entry) {
    return new HistoryRule(
        entry.uri(),
        PatternConfig.policy(entry.match()),
        entry.events(),
        entry.kilobytes() * BYTES_PER_KILOBYTE,
        entry.age());
  }

  private static TrustRule trust(TrustConfig entry) {
    return new TrustRule(
        entry.uri(), PatternConfig.policy(entry.match()), entry.role(), entry.level());
  }
}
