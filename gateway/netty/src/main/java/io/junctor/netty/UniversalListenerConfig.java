package io.junctor.netty;

import io.junctor.wamp.message.Format;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * WebSocket, RawSocket and HTTP on one port, told apart by the first octet: RawSocket's is 7F, and
 * that of HTTP is a letter.
 *
 * <p>TLS is for all of them or for none: a port that took both would take a ticket in plain text
 * from a client whose address lacks one letter.
 *
 * @param web what is done for those that speak HTTP; its address, formats, bounds and certificate
 *     are those of RawSocket too.
 * @param pingsUnasked see {@link RawSocketListenerConfig}.
 */
public record UniversalListenerConfig(WebListenerConfig web, boolean pingsUnasked)
    implements ListenerConfig {

  @Override
  public RawSocketListenerConfig rawSocket() {
    return new RawSocketListenerConfig(
        address(), formats(), limits(), connections(), pingsUnasked, tls());
  }

  @Override
  public BindAddress.Tcp address() {
    return web.address();
  }

  @Override
  public Set<Format> formats() {
    return web.formats();
  }

  @Override
  public LinkLimits limits() {
    return web.limits();
  }

  @Override
  public ConnectionLimits connections() {
    return web.connections();
  }

  @Override
  public @Nullable ServerTls tls() {
    return web.tls();
  }
}
