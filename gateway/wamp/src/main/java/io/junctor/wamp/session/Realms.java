package io.junctor.wamp.session;

import io.junctor.wamp.auth.Authenticator;
import org.jspecify.annotations.Nullable;

/** The realms a router has; called on the session's transport thread. */
@FunctionalInterface
public interface Realms {

  /**
   * Who decides on joining a realm.
   *
   * @param realm the name from HELLO.
   * @return null when there is no such realm; a realm is never made because somebody asks for it.
   */
  @Nullable Authenticator authenticator(String realm);
}
