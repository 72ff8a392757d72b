package io.junctor.app.config;

import io.junctor.wamp.auth.TicketHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may join.
 *
 * @param role one of the configured roles. Required.
 * @param ticket the stored form of a ticket, as {@code junctor hash-ticket} prints it.
 * @param keys public Ed25519 keys for cryptosign, 64 hexadecimal digits each.
 */
public record PrincipalConfig(String role, @Nullable String ticket, List<String> keys) {

  public PrincipalConfig(
      @Nullable String role, @Nullable String ticket, @Nullable List<String> keys) {
    if (role == null) {
      throw new IllegalArgumentException("role: expected a key of roles, got nothing");
    }
    this.role = role;
    this.ticket = ticket;
    if (ticket != null) {
      parse(ticket);
    }
    this.keys = keys == null ? List.of() : List.copyOf(keys);
    if (ticket == null && this.keys.isEmpty()) {
      throw new IllegalArgumentException(
          "ticket: expected a ticket hash (junctor hash-ticket) or keys (junctor keygen), got neither");
    }
    for (String key : this.keys) {
      if (!key.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "keys: expected 64 hexadecimal digits in lower case, got '" + key + "'");
      }
    }
  }

  /** The stored ticket; null when there is none. */
  public @Nullable TicketHash ticketHash() {
    return ticket == null ? null : parse(ticket);
  }

  private static TicketHash parse(String text) {
    try {
      return TicketHash.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "ticket: expected what junctor hash-ticket prints (pbkdf2-sha256$...), got another text; "
              + "tickets are never written down themselves",
          e);
    }
  }

  /** Without the ticket's hash. */
  @Override
  public String toString() {
    return "PrincipalConfig[role=" + role + ", keys=" + keys.size() + "]";
  }
}
