package io.junctor.component;

import io.junctor.wamp.uri.ErrorUri;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An ERROR message as an exception, both ways: thrown by a procedure's handler it is sent to the
 * caller; thrown by {@link Component#call} or {@link Component#publish} it is what the peer sent.
 *
 * <p>On the wire the message is the first positional argument, as most WAMP clients expect, and the
 * facts a program needs are keyword arguments.
 */
public final class WampError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String uri;
  private final transient List<@Nullable Object> args;
  private final transient Map<String, @Nullable Object> kwargs; // fact -> value

  /** An error without facts beyond its message. */
  public WampError(String uri, String message) {
    this(uri, message, Map.of());
  }

  /**
   * An error of our own.
   *
   * @param uri what kind of error, such as {@code com.example.error.door_open}.
   * @param message for people; reaches the peer, so no secrets and no internals.
   * @param kwargs facts for programs: values that {@link Component#publish} could send.
   */
  public WampError(String uri, String message, Map<String, ?> kwargs) {
    this(uri, message, List.of(message), kwargs);
  }

  /** An error as it came. */
  WampError(String uri, @Nullable String message, Arguments arguments) {
    this(uri, message, arguments.args(), arguments.kwargs());
  }

  private WampError(
      String uri,
      @Nullable String message,
      List<? extends @Nullable Object> args,
      Map<String, ? extends @Nullable Object> kwargs) {
    super(message == null || message.isEmpty() ? uri : uri + ": " + message);
    this.uri = uri;
    this.args = Collections.unmodifiableList(args);
    this.kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
  }

  /**
   * {@code wamp.error.invalid_argument} with the facts {@code parameter}, {@code got} and {@code
   * wanted}.
   *
   * @param parameter the parameter's name or position.
   * @param got what came, as text; {@code nothing} when absent.
   * @param wanted what would have been right: {@code a number in [0, 100]}.
   */
  public static WampError invalidArgument(String parameter, @Nullable Object got, String wanted) {
    String gotText = got == null ? "nothing" : String.valueOf(got);
    return new WampError(
        ErrorUri.INVALID_ARGUMENT,
        parameter + ": expected " + wanted + ", got " + gotText,
        Map.of("parameter", parameter, "got", gotText, "wanted", wanted));
  }

  /** What kind of error. */
  public String uri() {
    return uri;
  }

  /** The positional arguments of the ERROR message. */
  public List<@Nullable Object> args() {
    return args;
  }

  /** The keyword arguments of the ERROR message. */
  public Map<String, @Nullable Object> kwargs() {
    return kwargs;
  }
}
