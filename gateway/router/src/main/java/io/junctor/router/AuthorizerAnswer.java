package io.junctor.router;

import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an authorizer procedure answered: {@code true}, {@code false}, or a dictionary with
 *
 * <ul>
 *   <li>{@code allow}: bool, required;
 *   <li>{@code disclose}: {@code always}, {@code request}, {@code never}, or a bool for the first
 *       and the last; the rule's own when absent;
 *   <li>{@code cache}: seconds that the answer holds, or {@code true} until it is flushed; 0 when
 *       absent.
 * </ul>
 *
 * @param decision what it comes to; never {@code Later}.
 * @param holds how long it may be repeated without asking, range 0 to a day.
 */
record AuthorizerAnswer(Decision decision, Duration holds) {

  /** An answer is asked for again at least once a day. */
  static final Duration HOLDS_MAX = Duration.ofDays(1);

  /**
   * Reads an answer.
   *
   * @param disclosure what the rule says about naming callers and publishers.
   * @param action what was asked, for people.
   * @return a denial when it cannot be understood.
   */
  static AuthorizerAnswer of(
      Payload payload, Serializer serializer, Disclosure disclosure, String action) {
    List<@Nullable Object> args = serializer.args(payload);
    Object answer = args.isEmpty() ? null : args.getFirst();
    try {
      return switch (answer) {
        case Boolean allow -> answer(allow, disclosure, Duration.ZERO, action);
        case Map<?, ?> map when map.get("allow") instanceof Boolean allow ->
            answer(allow, disclosure(map, disclosure), holds(map), action);
        case null, default -> throw new IllegalArgumentException("no true, false or allow");
      };
    } catch (IllegalArgumentException e) {
      return failed("the authorizer's answer makes no sense: " + e.getMessage());
    }
  }

  /** The answer when there is none. */
  static AuthorizerAnswer failed(String message) {
    return new AuthorizerAnswer(
        new Decision.Deny(ErrorUri.AUTHORIZATION_FAILED, message), Duration.ZERO);
  }

  private static AuthorizerAnswer answer(
      boolean allow, Disclosure disclosure, Duration holds, String action) {
    Decision decision =
        allow
            ? new Decision.Allow(disclosure)
            : new Decision.Deny(ErrorUri.NOT_AUTHORIZED, "the authorizer does not allow " + action);
    return new AuthorizerAnswer(decision, holds);
  }

  private static Disclosure disclosure(Map<?, ?> map, Disclosure ofRule) {
    return switch (map.get("disclose")) {
      case null -> ofRule;
      case Boolean always -> always ? Disclosure.ALWAYS : Disclosure.FORBIDDEN;
      case String word when word.equals("always") -> Disclosure.ALWAYS;
      case String word when word.equals("request") -> Disclosure.ON_REQUEST;
      case String word when word.equals("never") -> Disclosure.FORBIDDEN;
      case Object other ->
          throw new IllegalArgumentException(
              "disclose: expected always, request or never, got " + other);
    };
  }

  private static Duration holds(Map<?, ?> map) {
    return switch (map.get("cache")) {
      case null -> Duration.ZERO;
      case Boolean always -> always ? HOLDS_MAX : Duration.ZERO;
      case Number seconds when seconds.doubleValue() >= 0 ->
          Duration.ofMillis(
              (long) Math.min(seconds.doubleValue() * 1000, (double) HOLDS_MAX.toMillis()));
      case Object other ->
          throw new IllegalArgumentException("cache: expected seconds, got " + other);
    };
  }
}
