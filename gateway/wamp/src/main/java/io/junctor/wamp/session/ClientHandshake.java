package io.junctor.wamp.session;

import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.ErrorUri;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the client says of itself until it is welcomed, and whether it believes who welcomes it.
 * Owner: the one of its {@link ClientSession}.
 */
final class ClientHandshake {

  /** The software named in HELLO. */
  private static final String AGENT = "Junctor";

  private final String realm;
  private final Dict roles;
  private final @Nullable ClientAuthenticator authenticator;
  private @Nullable ClientAuthenticator proof; // the authenticator, from hello() that of the link

  /**
   * A handshake that has not begun.
   *
   * @param roles what HELLO announces.
   */
  ClientHandshake(String realm, @Nullable ClientAuthenticator authenticator, Dict roles) {
    this.realm = realm;
    this.roles = roles;
    this.authenticator = authenticator;
    this.proof = authenticator;
  }

  /** The client does not want to join, or not like this. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    private Refused(String reason, @Nullable String message) {
      super(String.valueOf(message));
      this.reason = reason;
    }

    /** The URI for ABORT. */
    String reason() {
      return reason;
    }

    /** A sentence; holds no secret. */
    String sentence() {
      return String.valueOf(getMessage());
    }
  }

  @Nullable ClientAuthenticator proof() {
    return proof;
  }

  /**
   * The HELLO for a link.
   *
   * @throws Refused when the proof is to be bound to the link, and the link has nothing for that.
   */
  Hello hello(TransportDetails link, ResumeRequest resume) throws Refused {
    Dict.Builder details = Dict.builder().put("roles", roles).put("agent", AGENT);
    if (authenticator != null) {
      ClientAuthenticator own;
      try {
        own = authenticator.forLink(link);
      } catch (IllegalStateException e) {
        throw new Refused(ErrorUri.AUTHENTICATION_FAILED, e.getMessage());
      }
      proof = own;
      Dict authextra = own.authextra();
      details
          .put("authmethods", List.of(own.method()))
          .put("authid", own.authid().isEmpty() ? null : own.authid())
          .put("authextra", authextra.isEmpty() ? null : authextra);
    }
    return new Hello(realm, resume.addTo(details).build());
  }

  /**
   * The answer to a challenge.
   *
   * @throws Refused for a method that was not offered, a key that does not fit, or a router that
   *     fails to prove itself.
   */
  Authenticate answer(Challenge challenge) throws Refused {
    ClientAuthenticator prover = proof;
    if (prover == null || !prover.method().equals(challenge.authMethod())) {
      String offered = prover == null ? "none" : prover.method();
      throw new Refused(
          ErrorUri.NO_MATCHING_AUTH_METHOD,
          "CHALLENGE: expected " + offered + ", got " + challenge.authMethod());
    }
    try {
      return prover.answer(challenge);
    } catch (ProtocolViolation violation) {
      throw violation;
    } catch (RuntimeException e) {
      throw new Refused(ErrorUri.AUTHENTICATION_FAILED, e.getMessage());
    }
  }

  /**
   * Looks at the router's own proof, where the method has one.
   *
   * @throws Refused when it is wrong.
   */
  void verify(Welcome welcome) throws Refused {
    if (proof != null) {
      try {
        proof.verify(welcome);
      } catch (IllegalStateException e) {
        throw new Refused(ErrorUri.AUTHENTICATION_FAILED, e.getMessage());
      }
    }
  }
}
