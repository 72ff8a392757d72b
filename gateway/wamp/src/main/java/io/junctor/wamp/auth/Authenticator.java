package io.junctor.wamp.auth;

import io.junctor.wamp.message.Hello;
import io.junctor.wamp.transport.TransportDetails;

/** Decides who may join a realm; one per realm. Called on the session's transport thread. */
@FunctionalInterface
public interface Authenticator {

  /**
   * Looks at HELLO: its {@code authmethods} and {@code authid}, and the link it came over.
   *
   * @return what to do next; {@link AuthStep.Deny} when no method fits.
   * @throws io.junctor.wamp.message.ProtocolViolation when HELLO's details are malformed.
   */
  AuthStep begin(Hello hello, TransportDetails link);

  /**
   * A session that came over the link has left with {@code wamp.close.logout}: what the link was
   * remembered by is to be forgotten.
   */
  default void onLogout(TransportDetails link) {}
}
