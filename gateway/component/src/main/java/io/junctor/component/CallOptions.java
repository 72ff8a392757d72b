package io.junctor.component;

import io.junctor.wamp.message.Dict;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a procedure is called.
 *
 * @param timeout how long to wait for the result, range [1 ms, 1 d]; with progressive results, for
 *     each of them. Then the call is cancelled and fails with {@code wamp.error.timeout}.
 * @param discloseMe tell the callee who calls, if the router allows it.
 * @param onProgress is given every progressive result, in order, on the calling thread while it
 *     waits; may block (of more than 256 waiting ones the oldest are dropped); null asks for none.
 * @param more further options of CALL as on the wire.
 */
public record CallOptions(
    Duration timeout, boolean discloseMe, @Nullable Consumer<Arguments> onProgress, Dict more) {

  /** Long enough for a slow serial device, short enough for a person to wait. */
  public static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(30);

  /** Longer is a mistake of units. */
  public static final Duration TIMEOUT_MAX = Duration.ofDays(1);

  /** Half a minute, undisclosed, no progressive results. */
  public static final CallOptions DEFAULT =
      new CallOptions(TIMEOUT_DEFAULT, false, null, Dict.EMPTY);

  public CallOptions {
    if (timeout.toMillis() < 1 || timeout.compareTo(TIMEOUT_MAX) > 0) {
      throw new IllegalArgumentException("timeout: expected 1 ms .. 1 d, got " + timeout);
    }
  }

  /** The default with another timeout. */
  public static CallOptions within(Duration timeout) {
    return DEFAULT.withTimeout(timeout);
  }

  /** The same with another timeout. */
  public CallOptions withTimeout(Duration timeout) {
    return new CallOptions(timeout, discloseMe, onProgress, more);
  }

  /** The same, disclosing who calls. */
  public CallOptions withDiscloseMe() {
    return new CallOptions(timeout, true, onProgress, more);
  }

  /** The same with progressive results. */
  public CallOptions withProgress(Consumer<Arguments> onProgress) {
    return new CallOptions(timeout, discloseMe, onProgress, more);
  }

  /** The same with one option more. */
  public CallOptions with(String key, Object value) {
    return new CallOptions(timeout, discloseMe, onProgress, more.with(key, value));
  }

  /** The options as CALL carries them; what is the default is left out. */
  Dict toDict() {
    Dict.Builder dict = Dict.builder();
    more.asMap().forEach(dict::put);
    return dict.put("timeout", timeout.toMillis())
        .put("receive_progress", onProgress != null ? true : null)
        .put("disclose_me", discloseMe ? true : null)
        .build();
  }
}
