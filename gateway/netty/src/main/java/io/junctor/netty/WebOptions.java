package io.junctor.netty;

import org.jspecify.annotations.Nullable;

/**
 * What a web listener speaks besides one WAMP message in one WebSocket message.
 *
 * @param batched whether the subprotocols that pack several messages into one are offered.
 * @param deflate how messages are compressed for clients that ask for it; null for not at all.
 * @param longPollPath below which path WAMP is spoken over plain HTTP requests, such as {@code
 *     /longpoll}; null for nowhere.
 * @param cookies the cookies that links are given; null for none.
 */
public record WebOptions(
    boolean batched,
    @Nullable DeflateOptions deflate,
    @Nullable String longPollPath,
    @Nullable CookieOptions cookies) {

  /** Batched subprotocols, no compression, no long-poll, no cookies. */
  public static final WebOptions DEFAULT = new WebOptions(true, null, null, null);

  /** Checks the path. */
  public WebOptions {
    if (longPollPath != null && !longPollPath.matches("(/[A-Za-z0-9._~-]+)+")) {
      throw new IllegalArgumentException(
          "long-poll path: expected such as /longpoll, got " + longPollPath);
    }
  }

  /** The same with other batching. */
  public WebOptions withBatched(boolean offered) {
    return new WebOptions(offered, deflate, longPollPath, cookies);
  }

  /** The same with another compression. */
  public WebOptions withDeflate(@Nullable DeflateOptions options) {
    return new WebOptions(batched, options, longPollPath, cookies);
  }

  /** The same with long-poll at another path. */
  public WebOptions withLongPollPath(@Nullable String path) {
    return new WebOptions(batched, deflate, path, cookies);
  }

  /** The same with cookies. */
  public WebOptions withCookies(@Nullable CookieOptions given) {
    return new WebOptions(batched, deflate, longPollPath, given);
  }
}
