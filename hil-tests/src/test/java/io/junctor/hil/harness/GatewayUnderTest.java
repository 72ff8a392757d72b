package io.junctor.hil.harness;

import io.junctor.hil.peer.Link;
import io.junctor.hil.peer.RawSocketLink;
import io.junctor.hil.peer.WebSocketLink;
import io.junctor.hil.peer.Wire;
import java.net.UnixDomainSocketAddress;

/** A running gateway, however it runs. */
public interface GatewayUnderTest extends AutoCloseable {

  /** Where it listens. */
  Endpoints endpoints();

  /** Who may do what there. */
  Site site();

  /** Opens a link to it. */
  default Link open(Wire wire) {
    return switch (wire.kind()) {
      case WEBSOCKET -> WebSocketLink.open(endpoints().websocket(), wire.format());
      case RAWSOCKET_TCP -> RawSocketLink.open(endpoints().rawsocket(), wire.format());
      case RAWSOCKET_UNIX ->
          RawSocketLink.open(UnixDomainSocketAddress.of(endpoints().unix()), wire.format());
      case LOCAL -> throw new UnsupportedOperationException("no way into another process");
    };
  }

  @Override
  void close();
}
