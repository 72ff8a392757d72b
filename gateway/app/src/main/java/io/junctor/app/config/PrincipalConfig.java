package io.junctor.app.config;

import io.junctor.wamp.auth.CraSecret;
import io.junctor.wamp.auth.ScramSecret;
import io.junctor.wamp.auth.TicketHash;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may join, by any of the ways that are given.
 *
 * @param role one of the configured roles. Required.
 * @param ticket the stored form of a ticket, as {@code junctor hash} prints it.
 * @param wampcra the stored form of a secret for WAMP-CRA, as {@code junctor hash --method wampcra}
 *     prints it. Whoever reads it can join with it: keep the file to the gateway's user.
 * @param scram the stored form of a password for SCRAM, as {@code junctor hash --method scram}
 *     prints it.
 * @param keys public Ed25519 keys for cryptosign, 64 hexadecimal digits each.
 * @param certificates TLS client certificates that are it: {@code sha256:<fingerprint>}, {@code
 *     subject:<distinguished name>}, {@code dns:<name>}, {@code email:<address>} or {@code
 *     uri:<uri>}; on listeners with {@code tls.clientAuthorities}.
 * @param users names or numbers of users of this board whose processes are it on a Unix socket.
 */
public record PrincipalConfig(
    String role,
    @Nullable String ticket,
    @Nullable String wampcra,
    @Nullable String scram,
    List<String> keys,
    List<String> certificates,
    List<String> users) {

  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

  public PrincipalConfig(
      @Nullable String role,
      @Nullable String ticket,
      @Nullable String wampcra,
      @Nullable String scram,
      @Nullable List<String> keys,
      @Nullable List<String> certificates,
      @Nullable List<String> users) {
    if (role == null) {
      throw new IllegalArgumentException("role: expected a key of roles, got nothing");
    }
    this.role = role;
    this.ticket = ticket;
    this.wampcra = wampcra;
    this.scram = scram;
    this.keys = keys == null ? List.of() : List.copyOf(keys);
    this.certificates =
        certificates == null
            ? List.of()
            : certificates.stream().map(CertificateMatcher::normalize).toList();
    this.users = UserNames.require("users", users);
    var _ = ticketHash();
    var _ = craSecret();
    var _ = scramSecret();
    for (String key : this.keys) {
      if (!KEY.matcher(key).matches()) {
        throw new IllegalArgumentException(
            "keys: expected 64 hexadecimal digits in lower case, got '" + key + "'");
      }
    }
    boolean secret = ticket != null || wampcra != null || scram != null;
    if (!secret && this.keys.isEmpty() && this.certificates.isEmpty() && this.users.isEmpty()) {
      throw new IllegalArgumentException(
          "ticket: expected a ticket hash (junctor hash-ticket) or keys (junctor keygen) or"
              + " wampcra, scram, certificates or users, got none of them");
    }
  }

  /** The stored ticket; null when there is none. */
  public @Nullable TicketHash ticketHash() {
    return parse(
        "ticket", "junctor hash-ticket prints (pbkdf2-sha256$...)", ticket, TicketHash::parse);
  }

  /** The stored secret for WAMP-CRA; null when there is none. */
  public @Nullable CraSecret craSecret() {
    return parse(
        "wampcra",
        "junctor hash --method wampcra prints (wampcra-pbkdf2$...)",
        wampcra,
        CraSecret::parse);
  }

  /** The stored keys for SCRAM; null when there are none. */
  public @Nullable ScramSecret scramSecret() {
    return parse(
        "scram",
        "junctor hash --method scram prints (scram-argon2id13$...)",
        scram,
        ScramSecret::parse);
  }

  private static <T> @Nullable T parse(
      String key, String expected, @Nullable String text, Function<String, T> parser) {
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: expected what %s, got another text; %ss are never written down themselves"
              .formatted(key, expected, key.equals("ticket") ? key : "secret"),
          e);
    }
  }

  /** Without what is stored of secrets. */
  @Override
  public String toString() {
    return "PrincipalConfig[role=%s, keys=%d, certificates=%s, users=%s]"
        .formatted(role, keys.size(), certificates, users);
  }
}
