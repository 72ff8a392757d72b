package io.junctor.netty;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * The cookies that a listener gives to browsers, one for each.
 *
 * @param name what it is called; over TLS {@code __Host-} stands before it, so that no other host
 *     and no plain connection can plant one.
 * @param keepFor how long the browser is to keep it.
 * @param isGood whether a value that a browser brings is to be kept; any other is replaced. Called
 *     on event loops, must not block.
 */
public record CookieOptions(String name, Duration keepFor, Predicate<String> isGood) {

  /** What {@link #name()} is unless said otherwise. */
  public static final String NAME = "junctor";

  public CookieOptions {
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "cookie name: expected 1 to 64 letters, digits, _ and -, got '" + name + "'");
    }
  }
}
