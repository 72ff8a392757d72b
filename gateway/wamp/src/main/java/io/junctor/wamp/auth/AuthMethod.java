package io.junctor.wamp.auth;

/** The names of the authentication methods that are implemented here. */
public final class AuthMethod {

  /** A shared secret, sent as it is. */
  public static final String TICKET = "ticket";

  /** A signature over a challenge with a shared secret or a key derived from it. */
  public static final String WAMPCRA = "wampcra";

  /** Proof of a password to a router that has only keys derived from it, and of the router. */
  public static final String SCRAM = "wamp-scram";

  /** Not of the specification: SCRAM as Autobahn|Python and Crossbar.io speak it. */
  public static final String SCRAM_AUTOBAHN = "scram";

  /** A signature with an Ed25519 key. */
  public static final String CRYPTOSIGN = "cryptosign";

  /** The certificate that the client showed in the TLS handshake. */
  public static final String TLS = "tls";

  /** The HTTP cookie of a browser that proved itself before. */
  public static final String COOKIE = "cookie";

  /** Nobody in particular. */
  public static final String ANONYMOUS = "anonymous";

  /** Not of the specification: a peer in the same process or behind a Unix socket. */
  public static final String LOCAL = "local";

  private AuthMethod() {}
}
