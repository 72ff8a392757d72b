package io.junctor.app.node;

import io.junctor.app.config.GatewayConfig;
import io.junctor.app.config.HistoryConfig;
import io.junctor.app.config.PatternConfig;
import io.junctor.app.config.ReaderConfig;
import io.junctor.app.config.RealmConfig;
import io.junctor.app.config.TrustConfig;
import io.junctor.router.HistoryRule;
import io.junctor.router.ReaderPolicy;
import io.junctor.router.ReaderRule;
import io.junctor.router.RealmPolicy;
import io.junctor.router.TrustRule;
import java.util.List;
import java.util.stream.Collectors;

/** Turns what is configured for certain URIs, beside permissions, into the realm's policy. */
final class Policies {

  private static final long BYTES_PER_KILOBYTE = 1024;

  private Policies() {}

  static RealmPolicy of(GatewayConfig config) {
    return of(config.history(), config.trust(), config.readers());
  }

  static RealmPolicy of(RealmConfig config) {
    return of(config.history(), config.trust(), config.readers());
  }

  private static RealmPolicy of(
      List<HistoryConfig> history, List<TrustConfig> trust, List<ReaderConfig> readers) {
    return new RealmPolicy(
        history.stream().map(Policies::history).toList(),
        trust.stream().map(Policies::trust).toList(),
        readers.stream().map(Policies::reader).toList());
  }

  private static ReaderRule reader(ReaderConfig entry) {
    return new ReaderRule(
        entry.role(),
        policy(entry.policy()),
        entry.may().stream().map(Policies::policy).collect(Collectors.toSet()),
        policy(entry.afterBlock()));
  }

  private static ReaderPolicy policy(ReaderConfig.Policy policy) {
    return switch (policy) {
      case DROP_OLDEST -> ReaderPolicy.DROP_OLDEST;
      case KEEP_NEWEST -> ReaderPolicy.KEEP_NEWEST;
      case DISCONNECT -> ReaderPolicy.DISCONNECT;
      case BLOCK_PUBLISHER -> ReaderPolicy.BLOCK_PUBLISHER;
    };
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
