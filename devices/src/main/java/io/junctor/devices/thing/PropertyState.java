package io.junctor.devices.thing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a property at one moment.
 *
 * @param property which one
 * @param value what was measured or read back last, null when unknown
 * @param time when it was measured; when it became unknown, if it is
 * @param quality how far the value can be trusted
 * @param reason why not further, null when good
 * @param seq grows by one with each change, from 1 at the start of the worker; gaps in what a
 *     reader sees are changes that were not published
 * @param desired what a controller wants, null when nobody wants anything
 * @param pending the change under way, null when there is none
 */
public record PropertyState(
    Property property,
    @Nullable Object value,
    Instant time,
    Quality quality,
    @Nullable String reason,
    long seq,
    @Nullable Object desired,
    @Nullable Pending pending) {

  public PropertyState {
    if ((quality == Quality.GOOD) != (reason == null)) {
      throw new IllegalArgumentException(
          property.name() + ": expected a reason exactly when not good, got " + reason);
    }
  }

  /** Nothing measured yet. */
  static PropertyState unknown(Property property, Instant time) {
    return new PropertyState(
        property, null, time, Quality.STALE, "not measured yet", 0, null, null);
  }

  /** As published and answered: keyword name -> JSON value. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("value", value == null ? null : property.schema().published(value));
    String unit = property.schema().unit();
    if (unit != null) {
      json.put("unit", unit);
    }
    json.put("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
    json.put("quality", quality.text());
    if (reason != null) {
      json.put("reason", reason);
    }
    json.put("seq", seq);
    if (property.isWritable()) {
      json.put("desired", desired);
      json.put("pending", pending == null ? null : pending.json());
    }
    return json;
  }

  PropertyState measured(Object newValue, Instant now) {
    return new PropertyState(
        property, newValue, now, Quality.GOOD, null, seq + 1, desired, pending);
  }

  PropertyState stale(String why) {
    return new PropertyState(property, value, time, Quality.STALE, why, seq + 1, desired, pending);
  }

  PropertyState failed(String why, Instant now) {
    return new PropertyState(property, null, now, Quality.FAILED, why, seq + 1, desired, pending);
  }

  PropertyState wanting(@Nullable Object target, @Nullable Pending change) {
    return new PropertyState(property, value, time, quality, reason, seq + 1, target, change);
  }
}
