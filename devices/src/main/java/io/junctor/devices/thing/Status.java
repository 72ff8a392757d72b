package io.junctor.devices.thing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the thing as a whole is.
 *
 * @param availability online, degraded or offline
 * @param reason why not online, null when online
 * @param time since when
 */
public record Status(Availability availability, @Nullable String reason, Instant time) {

  /** The three things a status can say. */
  public enum Availability {
    /** Every property is good. */
    ONLINE("online"),
    /** Some property is not good. */
    DEGRADED("degraded"),
    /** The device does not run, or its worker is not connected. */
    OFFLINE("offline");

    private final String text;

    Availability(String text) {
      this.text = text;
    }

    /** As published. */
    public String text() {
      return text;
    }
  }

  /** As published: keyword name -> JSON value. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("value", availability.text());
    if (reason != null) {
      json.put("reason", reason);
    }
    json.put("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
    return json;
  }
}
