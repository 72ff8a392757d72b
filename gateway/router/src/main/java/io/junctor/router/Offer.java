package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a callee says of itself in the options of REGISTER.
 *
 * @param policy how to pick one of several callees.
 * @param concurrency how many invocations it answers at once; {@code Integer.MAX_VALUE} for any
 *     number.
 * @param discloseCaller whether it asks to be told who calls.
 * @param forwardTimeout whether it asks to watch over the timeout of a call itself.
 * @param replaces whether it takes the place of an older session of the same identity.
 * @param keep how long its place is kept when its session is lost; zero for not at all.
 * @param nodeKey the name of its shard, see {@link Shards}; null for none of its own.
 */
record Offer(
    InvocationPolicy policy,
    int concurrency,
    boolean discloseCaller,
    boolean forwardTimeout,
    boolean replaces,
    Duration keep,
    @Nullable String nodeKey) {

  /**
   * The option for {@link #keep}, in milliseconds. Not in the specification, which leaves names
   * with a leading underscore to implementations.
   */
  static final String KEEP = "_junctor_keep";

  /** The option for {@link #replaces}: Crossbar's and Autobahn's name. */
  static final String REPLACES = "force_reregister";

  /** A place that nobody came back to for a week is nobody's; a board may be off over holidays. */
  static final Duration KEEP_MAX = Duration.ofDays(7);

  /** Of a REGISTER without options: one for all, for there may be a hundred thousand. */
  private static final Offer PLAIN =
      new Offer(
          InvocationPolicy.SINGLE, Integer.MAX_VALUE, false, false, false, Duration.ZERO, null);

  /**
   * Reads the options of REGISTER.
   *
   * @throws WampError when a value is out of range.
   */
  static Offer of(Dict options) {
    if (options.isEmpty()) {
      return PLAIN;
    }
    return new Offer(
        InvocationPolicy.of(options),
        concurrency(options),
        options.bool("disclose_caller", false),
        options.bool("forward_timeout", false),
        options.bool(REPLACES, false),
        keep(options),
        options.string("nkey"));
  }

  private static int concurrency(Dict options) {
    long concurrency = options.integer("concurrency", Integer.MAX_VALUE);
    if (concurrency < 1) {
      throw new WampError(
          ErrorUri.INVALID_ARGUMENT, "concurrency: expected 1 or more, got " + concurrency);
    }
    return (int) Math.min(concurrency, Integer.MAX_VALUE);
  }

  private static Duration keep(Dict options) {
    long keepMillis = options.integer(KEEP, 0);
    if (keepMillis < 0 || keepMillis > KEEP_MAX.toMillis()) {
      throw new WampError(
          ErrorUri.INVALID_ARGUMENT,
          KEEP + ": expected 0.." + KEEP_MAX.toMillis() + " ms, got " + keepMillis);
    }
    return Duration.ofMillis(keepMillis);
  }
}
