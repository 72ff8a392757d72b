package io.junctor.app.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may cross an uplink in one direction. Nothing else does.
 *
 * @param events topics whose events cross.
 * @param calls procedures whose calls cross; the result comes back.
 */
public record DirectionConfig(List<PatternConfig> events, List<PatternConfig> calls) {

  public DirectionConfig(
      @Nullable List<PatternConfig> events, @Nullable List<PatternConfig> calls) {
    this.events = events == null ? List.of() : List.copyOf(events);
    this.calls = calls == null ? List.of() : List.copyOf(calls);
  }
}
