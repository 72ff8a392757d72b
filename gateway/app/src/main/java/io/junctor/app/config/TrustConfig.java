package io.junctor.app.config;

import io.junctor.app.config.RuleConfig.Match;
import org.jspecify.annotations.Nullable;

/**
 * How far events and calls are to be trusted, for those who receive them. Where several entries
 * match, the highest level is told; where none does, none is.
 *
 * @param uri the topic, procedure or pattern. Required.
 * @param match how it is compared. Default {@code exact}.
 * @param role of whom. Default: everybody.
 * @param level the trust level, 0 or more. Required.
 */
public record TrustConfig(String uri, Match match, @Nullable String role, Integer level) {

  public TrustConfig(
      @Nullable String uri, @Nullable Match match, @Nullable String role, @Nullable Integer level) {
    PatternConfig pattern = new PatternConfig(uri, match, null);
    this.uri = pattern.uri();
    this.match = pattern.match();
    this.role = role;
    if (level == null || level < 0) {
      throw new IllegalArgumentException(
          "level: expected 0 or more, got " + (level == null ? "nothing" : level));
    }
    this.level = level;
    pattern.requireUri();
  }
}
