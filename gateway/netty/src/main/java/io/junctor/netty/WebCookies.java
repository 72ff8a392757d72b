package io.junctor.netty;

import io.junctor.wamp.transport.LinkCookie;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.CookieHeaderNames;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.netty.handler.codec.http.cookie.ServerCookieEncoder;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Gives every browser a cookie of its own, or takes the one it brings. Scripts cannot read it and
 * requests that other sites make do not bring it. Any thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6265.html">RFC 6265: HTTP State Management
 *     Mechanism</a>
 */
final class WebCookies {

  private static final int VALUE_BYTES = 32; // 256 bits: nobody guesses another's
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final SecureRandom random = new SecureRandom();
  private final CookieOptions options;
  private final String name;
  private final boolean secure;

  /**
   * The cookies of a listener.
   *
   * @param secure whether it speaks TLS.
   */
  WebCookies(CookieOptions options, boolean secure) {
    this.options = options;
    this.secure = secure;
    this.name = (secure ? "__Host-" : "") + options.name();
  }

  /** The cookie for a link: the first good one of those in the Cookie headers, else a new one. */
  LinkCookie of(List<String> headers) {
    for (String header : headers) {
      for (Cookie cookie : ServerCookieDecoder.STRICT.decodeAll(header)) {
        if (cookie.name().equals(name)
            && VALUE.matcher(cookie.value()).matches()
            && options.isGood().test(cookie.value())) {
          return new LinkCookie(cookie.value(), false);
        }
      }
    }
    byte[] bytes = new byte[VALUE_BYTES];
    random.nextBytes(bytes);
    return new LinkCookie(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), true);
  }

  /** The Set-Cookie header that gives it to the browser. */
  String header(LinkCookie given) {
    DefaultCookie cookie = new DefaultCookie(name, given.value());
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(secure);
    cookie.setSameSite(CookieHeaderNames.SameSite.Strict);
    cookie.setMaxAge(options.keepFor().toSeconds());
    return ServerCookieEncoder.STRICT.encode(cookie);
  }
}
