package io.junctor.wamp.auth;

import io.junctor.wamp.transport.TransportDetails;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may join a realm without a proof. Nobody unless it is configured.
 *
 * @param anonymousRole the role of anybody who can reach the router; null for nobody.
 * @param processRole the role of components in the router's own process; null for nobody.
 * @param unixRole the role of peers behind a Unix socket, whom its file permissions let in; null
 *     for nobody.
 */
public record OpenAccess(
    @Nullable String anonymousRole, @Nullable String processRole, @Nullable String unixRole) {

  /** Everybody must prove who they are. */
  public static final OpenAccess NONE = new OpenAccess(null, null, null);

  /** The role that the link itself gives. */
  Optional<String> localRole(TransportDetails link) {
    return Optional.ofNullable(
        switch (link.kind()) {
          case LOCAL -> link.isThisProcess() ? processRole : null;
          case RAWSOCKET_UNIX -> unixRole;
          case RAWSOCKET, WEBSOCKET, LONGPOLL -> null;
        });
  }
}
