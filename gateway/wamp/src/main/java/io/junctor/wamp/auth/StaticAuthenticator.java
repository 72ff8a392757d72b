package io.junctor.wamp.auth;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.ErrorUri;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides by a fixed list of principals and, on those who are not on it, asks somebody else if
 * there is one.
 *
 * <p>The client's methods are tried in its order: the first for which the name has a secret, then
 * the first that anybody here has a secret for. A client that nobody knows is challenged and
 * refused like one with a wrong secret, in about the same time ({@link Decoys}), so that names
 * cannot be found by trying. Immutable; a changed configuration makes a new one.
 */
public final class StaticAuthenticator implements Authenticator, Recall {

  private static final String PROVIDER = "static";
  private static final String ANONYMOUS_PREFIX = "anonymous-";
  private static final int ANONYMOUS_BYTES = 8;

  /** What a client gets by without naming a method, because nothing is asked of it. */
  private static final List<String> UNASKED =
      List.of(AuthMethod.LOCAL, AuthMethod.TLS, AuthMethod.ANONYMOUS);

  private static final List<String> SECRET =
      List.of(AuthMethod.TICKET, AuthMethod.WAMPCRA, AuthMethod.SCRAM, AuthMethod.SCRAM_AUTOBAHN);

  private final Map<String, Principal> principals = new HashMap<>(); // authid -> principal
  private final Map<String, Principal> principalsByKey = new HashMap<>(); // public key -> principal
  private final LinkPrincipals linkPrincipals;
  private final OpenAccess open;
  private final Nonces nonces;
  private final Decoys decoys;
  private final SecretMethods secrets;
  private final @Nullable MethodAuthenticator others; // null when nobody else is asked

  /**
   * An authenticator for one realm.
   *
   * @param principals who may join with a proof; authids, keys and certificates are unique.
   * @param open who may join without one.
   * @param nonces where challenges come from.
   * @param clock the time that WAMP-CRA's challenge tells.
   */
  public StaticAuthenticator(
      List<Principal> principals, OpenAccess open, Nonces nonces, InstantSource clock) {
    this(principals, open, nonces, clock, null);
  }

  /**
   * An authenticator for one realm that asks somebody else about those whom it does not know.
   *
   * @param others who is asked, on the methods it knows; null for nobody.
   */
  public StaticAuthenticator(
      List<Principal> principals,
      OpenAccess open,
      Nonces nonces,
      InstantSource clock,
      @Nullable MethodAuthenticator others) {
    this.others = others;
    this.open = open;
    this.nonces = nonces;
    for (Principal principal : principals) {
      if (this.principals.put(principal.authid(), principal) != null) {
        throw new IllegalArgumentException("authid " + principal.authid() + " is given twice");
      }
      for (String key : principal.publicKeys()) {
        if (principalsByKey.put(key, principal) != null) {
          throw new IllegalArgumentException("public key " + key + " is given twice");
        }
      }
    }
    this.linkPrincipals = new LinkPrincipals(principals);
    this.decoys = new Decoys(principals);
    this.secrets = new SecretMethods(nonces, clock);
  }

  /** For principals without WAMP-CRA, which alone needs a clock. */
  public StaticAuthenticator(List<Principal> principals, OpenAccess open, Nonces nonces) {
    this(
        principals,
        open,
        nonces,
        () -> {
          throw new IllegalStateException("expected a clock for WAMP-CRA");
        });
  }

  @Override
  public AuthStep begin(Hello hello, TransportDetails link) {
    List<String> methods = methods(hello.details());
    for (boolean insist : new boolean[] {false, true}) {
      for (String method : methods) {
        Optional<AuthStep> step = begin(method, hello, link, insist);
        if (step.isPresent()) {
          return step.get();
        }
      }
    }
    return new AuthStep.Deny(
        ErrorUri.NO_MATCHING_AUTH_METHOD,
        "none of the offered authentication methods is available here; there is " + offered());
  }

  /** The methods the client offers, in its order; one that offers none takes what is open. */
  private static List<String> methods(Dict details) {
    List<?> offered = details.list("authmethods");
    return offered == null || offered.isEmpty()
        ? UNASKED
        : offered.stream().map(String::valueOf).toList();
  }

  /** What somebody could join by, for people. */
  private String offered() {
    TreeSet<String> offered = new TreeSet<>();
    SECRET.stream().filter(decoys::offer).forEach(offered::add);
    if (!principalsByKey.isEmpty()) {
      offered.add(AuthMethod.CRYPTOSIGN);
    }
    if (linkPrincipals.hasCertificates()) {
      offered.add(AuthMethod.TLS);
    }
    if (open.anonymousRole() != null) {
      offered.add(AuthMethod.ANONYMOUS);
    }
    if (others != null) {
      offered.addAll(others.methods());
    }
    return offered.isEmpty() ? "none" : String.join(", ", offered);
  }

  @Override
  public @Nullable String stamp(Identity identity) {
    Principal principal = principals.get(identity.authid());
    if (identity.authprovider().equals(PROVIDER) && principal != null) {
      return HexFormat.of().formatHex(principal.stamp("cookie"));
    }
    boolean isOthers = identity.authprovider().equals(DynamicAuthenticator.PROVIDER);
    return isOthers && others != null && others.methods().contains(AuthMethod.COOKIE)
        ? DynamicAuthenticator.PROVIDER
        : null;
  }

  @Override
  public Optional<AuthStep> recall(
      String authid, String stamp, Hello hello, TransportDetails link) {
    Principal principal = principals.get(authid);
    if (principal != null) {
      return HexFormat.of().formatHex(principal.stamp("cookie")).equals(stamp)
          ? Optional.of(accept(principal, AuthMethod.COOKIE))
          : Optional.empty();
    }
    Hello named = new Hello(hello.realm(), hello.details().with("authid", authid));
    return stamp.equals(DynamicAuthenticator.PROVIDER)
        ? other(AuthMethod.COOKIE, named, link)
        : Optional.empty();
  }

  private Optional<AuthStep> begin(
      String method, Hello hello, TransportDetails link, boolean insist) {
    Dict details = hello.details();
    return switch (method) {
      case AuthMethod.TICKET, AuthMethod.WAMPCRA, AuthMethod.SCRAM, AuthMethod.SCRAM_AUTOBAHN ->
          // a principal of the configuration is nobody else's, whatever method it comes by
          isPrincipal(details)
              ? secret(method, details, link, insist)
              : other(method, hello, link).or(() -> secret(method, details, link, insist));
      case AuthMethod.CRYPTOSIGN ->
          isKnownKey(details) || isPrincipal(details)
              ? cryptosign(details, link)
              : other(method, hello, link).or(() -> cryptosign(details, link));
      case AuthMethod.TLS -> certificate(details, link).or(() -> stranger(method, hello, link));
      case AuthMethod.ANONYMOUS -> anonymous().or(() -> other(method, hello, link));
      case AuthMethod.LOCAL -> local(details, link).or(() -> stranger(method, hello, link));
      default -> Optional.empty();
    };
  }

  private Optional<AuthStep> other(String method, Hello hello, TransportDetails link) {
    return others == null ? Optional.empty() : others.begin(method, hello, link);
  }

  private Optional<AuthStep> stranger(String method, Hello hello, TransportDetails link) {
    return isPrincipal(hello.details()) ? Optional.empty() : other(method, hello, link);
  }

  private boolean isPrincipal(Dict details) {
    String authid = details.string("authid");
    return authid != null && principals.containsKey(authid);
  }

  private boolean isKnownKey(Dict details) {
    String key = details.dict("authextra").string("pubkey");
    return key != null && principalsByKey.containsKey(key.toLowerCase(Locale.ROOT));
  }

  private Optional<AuthStep> secret(
      String method, Dict details, TransportDetails link, boolean insist) {
    String authid = details.string("authid");
    if (authid == null || !SecretMethods.isComplete(method, details)) {
      return Optional.empty();
    }
    Principal known = principals.get(authid);
    // looked up for known names, too: it takes time
    Principal decoy = decoys.of(authid, method);
    boolean passes = decoys.hasSecret(authid, method);
    boolean fits = known == null ? passes : known.hasSecret(method);
    if (decoy == null || (!fits && !insist)) {
      return Optional.empty();
    }
    SecretMethods.Candidate who;
    if (known != null && known.hasSecret(method)) {
      who = new SecretMethods.Candidate(known, true, PROVIDER, "wrong secret");
    } else {
      String cause = known == null ? "unknown authid" : "no secret for " + method;
      who = new SecretMethods.Candidate(decoy, false, PROVIDER, cause);
    }
    return Optional.of(secrets.begin(method, who, details, link));
  }

  private Optional<AuthStep> cryptosign(Dict details, TransportDetails link) {
    String key = details.dict("authextra").string("pubkey");
    if (key == null || principalsByKey.isEmpty()) {
      return Optional.empty();
    }
    byte[] publicKey = Cryptosign.parseHex("authextra.pubkey", key);
    Principal principal = principalsByKey.get(HexFormat.of().formatHex(publicKey));
    String authid = details.string("authid");
    return Optional.of(
        CryptosignMethod.begin(
            publicKey,
            details.dict("authextra"),
            link.proofs(),
            nonces,
            () ->
                principal == null || (authid != null && !authid.equals(principal.authid()))
                    ? SecretMethods.failed(
                        principal == null ? "unknown key" : "the key is somebody else's")
                    : accept(principal, AuthMethod.CRYPTOSIGN)));
  }

  private Optional<AuthStep> certificate(Dict details, TransportDetails link) {
    return linkPrincipals
        .ofCertificate(link, details.string("authid"))
        .map(principal -> accept(principal, AuthMethod.TLS));
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

  /**
   * A process whose user is a principal is that one; any other local peer may name itself, but not
   * like somebody who has a secret.
   */
  private Optional<AuthStep> local(Dict details, TransportDetails link) {
    String authid = details.string("authid");
    Optional<AuthStep> process =
        linkPrincipals
            .ofProcess(link, authid)
            .map(principal -> accept(principal, AuthMethod.LOCAL));
    return process.or(() -> open.localRole(link).map(role -> named(authid, role)));
  }

  private AuthStep named(@Nullable String authid, String role) {
    String name = authid == null ? AuthMethod.LOCAL : authid;
    return principals.containsKey(name)
        ? SecretMethods.failed("a local session with the name of a principal")
        : new AuthStep.Accept(new Identity(name, role, AuthMethod.LOCAL, PROVIDER));
  }

  private static AuthStep accept(Principal principal, String method) {
    return new AuthStep.Accept(
        new Identity(principal.authid(), principal.authrole(), method, PROVIDER));
  }
}
