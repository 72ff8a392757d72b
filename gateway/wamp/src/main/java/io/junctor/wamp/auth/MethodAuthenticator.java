package io.junctor.wamp.auth;

import io.junctor.wamp.message.Hello;
import io.junctor.wamp.transport.TransportDetails;
import java.util.Optional;
import java.util.Set;

/** Decides on those whom a {@link StaticAuthenticator} does not know, method by method. */
public interface MethodAuthenticator {

  /** The methods it knows. */
  Set<String> methods();

  /**
   * Looks at HELLO for one method.
   *
   * @return empty when the method is not one of its own or HELLO lacks what it needs.
   * @throws io.junctor.wamp.message.ProtocolViolation when HELLO's details are malformed.
   */
  Optional<AuthStep> begin(String method, Hello hello, TransportDetails link);
}
