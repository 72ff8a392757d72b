package io.junctor.wamp.auth;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom the configuration or a user database knows.
 *
 * @param authid the name, unique in a realm.
 * @param authrole the role that its permissions come from.
 * @param ticket how its ticket is stored; null when it has none.
 * @param cra its secret for WAMP-CRA; null when it has none.
 * @param scram its keys for SCRAM; null when it has none.
 * @param publicKeys its Ed25519 keys, each 64 hexadecimal digits in lower case; empty when it has
 *     none.
 * @param certificates which TLS client certificates are its own, any of them: {@code
 *     sha256:<fingerprint>}, {@code subject:<distinguished name>}, or a name as in {@link
 *     io.junctor.wamp.transport.PeerCertificate#names}.
 * @param uids the users whose processes are it when they come over a Unix socket.
 */
public record Principal(
    String authid,
    String authrole,
    @Nullable TicketHash ticket,
    @Nullable CraSecret cra,
    @Nullable ScramSecret scram,
    List<String> publicKeys,
    List<String> certificates,
    Set<Integer> uids) {

  public Principal {
    if (authid.isEmpty() || authrole.isEmpty()) {
      throw new IllegalArgumentException("principal: expected an authid and an authrole");
    }
    publicKeys = List.copyOf(publicKeys);
    certificates = List.copyOf(certificates);
    uids = Set.copyOf(uids);
    for (String key : publicKeys) {
      if (!key.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "principal " + authid + ": expected a public key of 64 lower case hexadecimal digits");
      }
    }
  }

  /** Somebody with a ticket or keys and nothing else. */
  public Principal(
      String authid, String authrole, @Nullable TicketHash ticket, List<String> publicKeys) {
    this(authid, authrole, ticket, null, null, publicKeys, List.of(), Set.of());
  }

  /** The same with another {@link #cra()}. */
  public Principal withCra(@Nullable CraSecret secret) {
    return new Principal(authid, authrole, ticket, secret, scram, publicKeys, certificates, uids);
  }

  /** The same with other {@link #scram()} keys. */
  public Principal withScram(@Nullable ScramSecret secret) {
    return new Principal(authid, authrole, ticket, cra, secret, publicKeys, certificates, uids);
  }

  /** The same with other {@link #certificates()}. */
  public Principal withCertificates(List<String> own) {
    return new Principal(authid, authrole, ticket, cra, scram, publicKeys, own, uids);
  }

  /** The same with other {@link #uids()}. */
  public Principal withUids(Set<Integer> own) {
    return new Principal(authid, authrole, ticket, cra, scram, publicKeys, certificates, own);
  }

  /**
   * Another for another name, or once a secret or key of it has changed; tells nothing of them.
   *
   * @param purpose what it is for.
   */
  byte[] stamp(String purpose) {
    StringBuilder stored = new StringBuilder(purpose).append('\n').append(authid);
    if (ticket != null) {
      stored.append('\n').append(ticket.toText());
    }
    if (cra != null) {
      stored.append('\n').append(cra.toText());
    }
    if (scram != null) {
      stored.append('\n').append(scram.toText());
    }
    publicKeys.forEach(key -> stored.append('\n').append(key));
    return Mac256.hash(stored.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Whether it has a secret for a method that needs one. */
  boolean hasSecret(String method) {
    return switch (method) {
      case AuthMethod.TICKET -> ticket != null;
      case AuthMethod.WAMPCRA -> cra != null;
      case AuthMethod.SCRAM -> scram != null;
      case AuthMethod.SCRAM_AUTOBAHN -> scram != null && scram.keys(ScramDialect.AUTOBAHN) != null;
      default -> false;
    };
  }

  /** One that looks like this to a client and that nobody can be; the same for the same seed. */
  Principal decoy(String name, byte[] seed) {
    return new Principal(
        name,
        authrole,
        ticket == null ? null : ticket.decoy(seed),
        cra == null ? null : cra.decoy(seed),
        scram == null ? null : scram.decoy(seed),
        List.of(),
        List.of(),
        Set.of());
  }
}
