package io.junctor.wamp.auth;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;

/** How a client proves who it is: one method with its secret. Never prints the secret. */
public interface ClientAuthenticator {

  /** The method for HELLO's {@code authmethods}. */
  String method();

  /** The principal for HELLO's {@code authid}; empty when none is sent. */
  String authid();

  /** HELLO's {@code authextra}; empty when the method needs none. */
  Dict authextra();

  /**
   * The answer to the router's challenge.
   *
   * @throws io.junctor.wamp.message.ProtocolViolation when the challenge is not of this method.
   */
  Authenticate answer(Challenge challenge);
}
