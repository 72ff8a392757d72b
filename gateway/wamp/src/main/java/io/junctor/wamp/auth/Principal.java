package io.junctor.wamp.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom the configuration knows.
 *
 * @param authid the name, unique in a realm.
 * @param authrole the role that its permissions come from.
 * @param ticket how its ticket is stored; null when it has none.
 * @param publicKeys its Ed25519 keys, each 64 hexadecimal digits in lower case; empty when it has
 *     none.
 */
public record Principal(
    String authid, String authrole, @Nullable TicketHash ticket, List<String> publicKeys) {

  public Principal {
    if (authid.isEmpty() || authrole.isEmpty()) {
      throw new IllegalArgumentException("principal: expected an authid and an authrole");
    }
    publicKeys = List.copyOf(publicKeys);
    for (String key : publicKeys) {
      if (!key.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "principal " + authid + ": expected a public key of 64 lower case hexadecimal digits");
      }
    }
  }
}
