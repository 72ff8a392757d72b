package io.junctor.wamp.auth;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.TransportDetails;

/** How a client proves who it is: one method with its secret. Never prints the secret. */
public interface ClientAuthenticator {

  /**
   * The authenticator for one session on one link: this one where nothing differs from session to
   * session, otherwise one with a nonce and channel id of its own.
   */
  default ClientAuthenticator forLink(TransportDetails link) {
    return this;
  }

  /** The method for HELLO's {@code authmethods}. */
  String method();

  /** The principal for HELLO's {@code authid}; empty when none is sent. */
  String authid();

  /** HELLO's {@code authextra}; empty when the method needs none. */
  Dict authextra();

  /**
   * Does the costly part of {@link #answer} beforehand and keeps it: deriving a key may take
   * seconds, so this is called on a thread that may be busy that long. Ignores what {@code answer}
   * would refuse.
   */
  default void prepare(Challenge challenge) {}

  /**
   * The answer to the router's challenge.
   *
   * @throws io.junctor.wamp.message.ProtocolViolation when the challenge is not of this method.
   */
  Authenticate answer(Challenge challenge);

  /**
   * Whether the router proved that it knows the principal, for methods that ask it to.
   *
   * @throws IllegalStateException when it did not; the session must end.
   */
  default void verify(Welcome welcome) {}
}
