package io.junctor.devices.thing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a thing did not do what a controller asked. Goes to the caller as a WAMP ERROR with {@link
 * #uri()}, the message as its argument and {@link #details()} as its keyword arguments.
 */
public final class ThingException extends Exception {

  /** Wrong type or out of range. */
  public static final String INVALID_ARGUMENT = "wamp.error.invalid_argument";

  /** The rules of the machine forbid it now: minimum off-time, another solenoid is on. */
  public static final String INTERLOCK = "junctor.error.interlock";

  /** The motor was driven and nothing moved. */
  public static final String STALLED = "junctor.error.stalled";

  /** A newer target replaced this one. */
  public static final String SUPERSEDED = "junctor.error.superseded";

  /** The hardware does not answer. */
  public static final String UNAVAILABLE = "junctor.error.unavailable";

  /** A limit of time or movement ended it. */
  public static final String LIMIT = "junctor.error.limit";

  private final String uri;
  private final transient Map<String, Object> details;

  private ThingException(String uri, String message, Map<String, Object> details) {
    super(message);
    this.uri = uri;
    this.details = Map.copyOf(details);
  }

  /** A value that is not what the schema allows: says what, got, wanted. */
  public static ThingException invalidArgument(String what, String wanted, Object got) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("what", what);
    details.put("wanted", wanted);
    return new ThingException(
        INVALID_ARGUMENT, what + ": expected " + wanted + ", got " + got, details);
  }

  /** Forbidden by the machine's rules at the moment. */
  public static ThingException interlock(String message, Map<String, Object> details) {
    return new ThingException(INTERLOCK, message, details);
  }

  /** Driven, but it does not move. */
  public static ThingException stalled(String message, Map<String, Object> details) {
    return new ThingException(STALLED, message, details);
  }

  /** Replaced by a newer target. */
  public static ThingException superseded(String message) {
    return new ThingException(SUPERSEDED, message, Map.of());
  }

  /** The hardware does not answer; the reason names where and what to do. */
  public static ThingException unavailable(String reason) {
    return new ThingException(UNAVAILABLE, reason, Map.of("reason", reason));
  }

  /**
   * The hardware does not answer, or answered no.
   *
   * @param details what the caller may want to know besides the reason
   */
  public static ThingException unavailable(String reason, Map<String, Object> details) {
    Map<String, Object> all = new LinkedHashMap<>(details);
    all.put("reason", reason);
    return new ThingException(UNAVAILABLE, reason, all);
  }

  /** Ended by a limit. */
  public static ThingException limit(String message, Map<String, Object> details) {
    return new ThingException(LIMIT, message, details);
  }

  /** The error URI the caller sees. */
  public String uri() {
    return uri;
  }

  /** Detail fields: name -> JSON value. */
  public Map<String, Object> details() {
    return details;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
