package io.junctor.netty;

import io.junctor.wamp.message.Format;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * RawSocket over TCP or a Unix socket.
 *
 * @param address where it binds.
 * @param formats the formats it offers; not empty.
 * @param limits bounds of each link.
 * @param connections bounds of all connections together.
 * @param pingsUnasked whether it pings peers that have not pinged it: only where all of them are
 *     known to answer, see {@link NettyRawSocketTransport}. Without it a peer that hangs before its
 *     first ping is not noticed.
 * @param tls its certificate; null for no TLS, and always null on a Unix socket.
 */
public record RawSocketListenerConfig(
    BindAddress address,
    Set<Format> formats,
    LinkLimits limits,
    ConnectionLimits connections,
    boolean pingsUnasked,
    @Nullable ServerTls tls)
    implements ListenerConfig {

  /** Checks what can be checked without the system. */
  public RawSocketListenerConfig {
    formats = Set.copyOf(formats);
    if (formats.isEmpty()) {
      throw new IllegalArgumentException("listener " + address + ": expected a format, got none");
    }
    if (tls != null && address instanceof BindAddress.Unix) {
      throw new IllegalArgumentException("listener " + address + ": a Unix socket has no TLS");
    }
  }

  /** All formats, default bounds, no TLS. */
  public static RawSocketListenerConfig of(BindAddress address) {
    return new RawSocketListenerConfig(
        address,
        EnumSet.allOf(Format.class),
        LinkLimits.DEFAULT,
        ConnectionLimits.DEFAULT,
        false,
        null);
  }

  /** The same with other {@link #formats()}. */
  public RawSocketListenerConfig withFormats(Set<Format> offered) {
    return new RawSocketListenerConfig(address, offered, limits, connections, pingsUnasked, tls);
  }

  /** The same with other {@link #limits()}. */
  public RawSocketListenerConfig withLimits(LinkLimits bounds) {
    return new RawSocketListenerConfig(address, formats, bounds, connections, pingsUnasked, tls);
  }

  /** The same with other {@link #connections()}. */
  public RawSocketListenerConfig withConnections(ConnectionLimits bounds) {
    return new RawSocketListenerConfig(address, formats, limits, bounds, pingsUnasked, tls);
  }

  /** The same, for peers that all answer pings. */
  public RawSocketListenerConfig withPingsUnasked() {
    return new RawSocketListenerConfig(address, formats, limits, connections, true, tls);
  }

  /** The same with another {@link #tls()}. */
  public RawSocketListenerConfig withTls(@Nullable ServerTls certificate) {
    return new RawSocketListenerConfig(
        address, formats, limits, connections, pingsUnasked, certificate);
  }

  @Override
  public @Nullable WebListenerConfig web() {
    return null;
  }

  @Override
  public RawSocketListenerConfig rawSocket() {
    return this;
  }
}
