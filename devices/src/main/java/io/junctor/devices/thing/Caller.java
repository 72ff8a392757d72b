package io.junctor.devices.thing;

import java.util.Map;
import java.util.function.Consumer;

/**
 * Who asks, and where progress goes.
 *
 * @param who the caller as far as it is disclosed, for {@code pending.by} and the log
 * @param progress takes progress as keyword name -> JSON value; called on the device's loop, must
 *     hand over and return at once
 */
public record Caller(String who, Consumer<Map<String, Object>> progress) {

  /** A caller that wants no progress. */
  public static Caller of(String who) {
    return new Caller(who, progress -> {});
  }
}
