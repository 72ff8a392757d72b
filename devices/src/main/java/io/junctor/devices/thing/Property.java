package io.junctor.devices.thing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One property of a thing. All properties are observable.
 *
 * @param name its part of the URI
 * @param title what a person calls it
 * @param description one sentence more
 * @param schema type, unit and range
 * @param isWritable whether a controller may set it
 * @param publishing when a change is told
 * @param safeValue the value its output takes when nobody controls it, null for read-only ones and
 *     for those that just stop where they are
 * @param settleTime how long a set takes at most, null for read-only ones
 * @param isPrimary whether it is the one a card shows large; one per thing
 */
public record Property(
    String name,
    String title,
    String description,
    Schema schema,
    boolean isWritable,
    Publishing publishing,
    @Nullable Object safeValue,
    @Nullable Duration settleTime,
    boolean isPrimary) {

  public Property {
    Names.require("property", name);
  }

  /** A property that is only measured. */
  public static Property reading(String name, String title, String description, Schema schema) {
    return new Property(
        name, title, description, schema, false, Publishing.changes(), null, null, false);
  }

  /** A property that can be set. */
  public static Property control(
      String name, String title, String description, Schema schema, Duration settleTime) {
    return new Property(
        name, title, description, schema, true, Publishing.changes(), null, settleTime, false);
  }

  /** This one is shown large. */
  public Property primary() {
    return new Property(
        name, title, description, schema, isWritable, publishing, safeValue, settleTime, true);
  }

  public Property withPublishing(Publishing publishing) {
    return new Property(
        name, title, description, schema, isWritable, publishing, safeValue, settleTime, isPrimary);
  }

  public Property withSafeValue(Object safeValue) {
    return new Property(
        name, title, description, schema, isWritable, publishing, safeValue, settleTime, isPrimary);
  }
}
