package io.junctor.devices.thing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * A change that was asked for and is not yet reported.
 *
 * @param since when it was asked for
 * @param by who asked, as far as the router disclosed it
 */
public record Pending(Instant since, String by) {

  Map<String, Object> json() {
    return Map.of("since", since.truncatedTo(ChronoUnit.MILLIS).toString(), "by", by);
  }
}
