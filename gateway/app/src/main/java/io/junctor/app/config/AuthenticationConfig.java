package io.junctor.app.config;

import org.jspecify.annotations.Nullable;

/**
 * How somebody joins who is not below {@code principals}.
 *
 * @param anonymous the role of everybody who joins without a proof. Default: nobody may.
 */
public record AuthenticationConfig(@Nullable String anonymous) {

  /** Only principals join. */
  static final AuthenticationConfig NONE = new AuthenticationConfig(null);
}
