package io.junctor.wamp.auth;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.ErrorUri;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides by a fixed list of principals.
 *
 * <p>A client that nobody knows is challenged and refused like one with a wrong secret, in about
 * the same time, so that names cannot be found by trying. Immutable; a changed configuration makes
 * a new one.
 */
public final class StaticAuthenticator implements Authenticator {

  private static final String PROVIDER = "static";
  private static final String ANONYMOUS_PREFIX = "anonymous-";
  private static final int ANONYMOUS_BYTES = 8;

  private final Map<String, Principal> principals = new HashMap<>(); // authid -> principal
  private final Map<String, Principal> principalsByKey = new HashMap<>(); // public key -> principal
  private final OpenAccess open;
  private final Nonces nonces;
  private final @Nullable TicketHash nobody; // null when no principal has a ticket

  /**
   * An authenticator for one realm.
   *
   * @param principals who may join with a proof; authids and keys are unique.
   * @param open who may join without one.
   * @param nonces where challenges come from.
   */
  public StaticAuthenticator(List<Principal> principals, OpenAccess open, Nonces nonces) {
    this.open = open;
    this.nonces = nonces;
    int iterations = 0;
    for (Principal principal : principals) {
      if (this.principals.put(principal.authid(), principal) != null) {
        throw new IllegalArgumentException("authid " + principal.authid() + " is given twice");
      }
      for (String key : principal.publicKeys()) {
        if (principalsByKey.put(key, principal) != null) {
          throw new IllegalArgumentException("public key " + key + " is given twice");
        }
      }
      TicketHash ticket = principal.ticket();
      iterations = Math.max(iterations, ticket == null ? 0 : ticket.iterations());
    }
    this.nobody = iterations == 0 ? null : hashOfNobody(iterations);
  }

  private TicketHash hashOfNobody(int iterations) {
    String ticket = HexFormat.of().formatHex(nonces.next(Cryptosign.KEY_BYTES));
    return TicketHash.of(ticket, nonces.next(TicketHash.SALT_BYTES), iterations);
  }

  @Override
  public AuthStep begin(Hello hello, TransportDetails link) {
    for (String method : methods(hello.details(), link)) {
      Optional<AuthStep> step =
          switch (method) {
            case AuthMethod.TICKET -> ticket(hello.details());
            case AuthMethod.CRYPTOSIGN -> cryptosign(hello.details());
            case AuthMethod.ANONYMOUS -> anonymous();
            case AuthMethod.LOCAL -> local(hello.details(), link);
            default -> Optional.empty();
          };
      if (step.isPresent()) {
        return step.get();
      }
    }
    return new AuthStep.Deny(
        ErrorUri.NO_MATCHING_AUTH_METHOD,
        "none of the offered authentication methods is available here");
  }

  /** The methods the client offers, in its order; one that offers none takes what is open. */
  private List<String> methods(Dict details, TransportDetails link) {
    List<?> offered = details.list("authmethods");
    if (offered != null && !offered.isEmpty()) {
      return offered.stream().map(String::valueOf).toList();
    }
    return open.localRole(link).isPresent()
        ? List.of(AuthMethod.LOCAL)
        : List.of(AuthMethod.ANONYMOUS);
  }

  private Optional<AuthStep> ticket(Dict details) {
    String authid = details.string("authid");
    TicketHash hashOfNobody = nobody;
    if (authid == null || hashOfNobody == null) {
      return Optional.empty();
    }
    Principal principal = principals.get(authid);
    TicketHash stored = principal == null ? null : principal.ticket();
    AuthStep.Pending pending =
        answer -> {
          boolean matches = (stored == null ? hashOfNobody : stored).matches(answer.signature());
          return matches && principal != null && stored != null
              ? accept(principal, AuthMethod.TICKET)
              : failed();
        };
    return Optional.of(new AuthStep.Ask(new Challenge(AuthMethod.TICKET, Dict.EMPTY), pending));
  }

  private Optional<AuthStep> cryptosign(Dict details) {
    String key = details.dict("authextra").string("pubkey");
    if (key == null || principalsByKey.isEmpty()) {
      return Optional.empty();
    }
    byte[] publicKey = Cryptosign.parseHex("authextra.pubkey", key);
    byte[] challenge = nonces.next(Cryptosign.KEY_BYTES);
    String authid = details.string("authid");
    AuthStep.Pending pending = answer -> checkSignature(publicKey, challenge, authid, answer);
    Dict extra = Dict.of("challenge", HexFormat.of().formatHex(challenge));
    return Optional.of(new AuthStep.Ask(new Challenge(AuthMethod.CRYPTOSIGN, extra), pending));
  }

  private AuthStep checkSignature(
      byte[] publicKey, byte[] challenge, @Nullable String authid, Authenticate answer) {
    boolean signed = Cryptosign.verify(publicKey, challenge, null, answer.signature());
    Principal principal = principalsByKey.get(HexFormat.of().formatHex(publicKey));
    boolean sameName = principal != null && (authid == null || authid.equals(principal.authid()));
    return signed && principal != null && sameName
        ? accept(principal, AuthMethod.CRYPTOSIGN)
        : failed();
  }

  private Optional<AuthStep> anonymous() {
    String role = open.anonymousRole();
    if (role == null) {
      return Optional.empty();
    }
    String authid = ANONYMOUS_PREFIX + HexFormat.of().formatHex(nonces.next(ANONYMOUS_BYTES));
    return Optional.of(
        new AuthStep.Accept(new Identity(authid, role, AuthMethod.ANONYMOUS, PROVIDER)));
  }

  /** A local peer may name itself, but not like somebody who has a secret. */
  private Optional<AuthStep> local(Dict details, TransportDetails link) {
    String authid = details.string("authid", AuthMethod.LOCAL);
    return open.localRole(link)
        .map(
            role ->
                principals.containsKey(authid)
                    ? failed()
                    : new AuthStep.Accept(new Identity(authid, role, AuthMethod.LOCAL, PROVIDER)));
  }

  private static AuthStep accept(Principal principal, String method) {
    return new AuthStep.Accept(
        new Identity(principal.authid(), principal.authrole(), method, PROVIDER));
  }

  private static AuthStep failed() {
    return new AuthStep.Deny(ErrorUri.AUTHENTICATION_FAILED, "authentication failed");
  }
}
