package io.junctor.app.config;

import org.jspecify.annotations.Nullable;

/**
 * How somebody joins who is not below {@code principals}.
 *
 * @param anonymous the role of everybody who joins without a proof. Default: nobody may.
 * @param dynamic a procedure that is asked. Default: none.
 * @param cookie how browsers are remembered. Default: not at all.
 */
public record AuthenticationConfig(
    @Nullable String anonymous, @Nullable DynamicConfig dynamic, @Nullable CookieConfig cookie) {

  /** Only principals join. */
  static final AuthenticationConfig NONE = new AuthenticationConfig(null, null, null);

  public AuthenticationConfig {
    if (anonymous != null
        && dynamic != null
        && dynamic.methods().contains(DynamicConfig.Method.ANONYMOUS)) {
      throw new IllegalArgumentException(
          "anonymous: expected nothing besides dynamic with the method anonymous, got a role");
    }
  }
}
