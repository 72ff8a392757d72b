package io.junctor.wamp.auth;

/** The names of the authentication methods that are implemented here. */
public final class AuthMethod {

  /** A shared secret, sent as it is. */
  public static final String TICKET = "ticket";

  /** A signature with an Ed25519 key. */
  public static final String CRYPTOSIGN = "cryptosign";

  /** Nobody in particular. */
  public static final String ANONYMOUS = "anonymous";

  /** Not of the specification: a peer in the same process or behind a Unix socket. */
  public static final String LOCAL = "local";

  private AuthMethod() {}
}
