package io.junctor.wamp.auth;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;

/**
 * Joins without a proof; the router's {@link OpenAccess} says whether that is enough.
 *
 * @param method {@code anonymous} or {@code local}.
 * @param authid the name to ask for; empty to leave it to the router.
 */
public record OpenAuthenticator(String method, String authid) implements ClientAuthenticator {

  /** Joins as nobody in particular. */
  public static OpenAuthenticator anonymous() {
    return new OpenAuthenticator(AuthMethod.ANONYMOUS, "");
  }

  /** Joins from the router's process or over its Unix socket, under a name. */
  public static OpenAuthenticator local(String authid) {
    return new OpenAuthenticator(AuthMethod.LOCAL, authid);
  }

  @Override
  public Dict authextra() {
    return Dict.EMPTY;
  }

  @Override
  public Authenticate answer(Challenge challenge) {
    throw new ProtocolViolation(
        "CHALLENGE: expected none for " + method + ", got " + challenge.authMethod());
  }
}
