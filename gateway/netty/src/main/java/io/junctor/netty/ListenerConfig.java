package io.junctor.netty;

import io.junctor.wamp.message.Format;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a listener is to do. */
public sealed interface ListenerConfig
    permits WebListenerConfig, RawSocketListenerConfig, UniversalListenerConfig {

  /** What is done for those that speak HTTP; null: nobody does. */
  @Nullable WebListenerConfig web();

  /** What is done for those that speak RawSocket; null: nobody does. */
  @Nullable RawSocketListenerConfig rawSocket();

  /** Where it binds. */
  BindAddress address();

  /** The formats it offers; not empty. */
  Set<Format> formats();

  /** Bounds of each link. */
  LinkLimits limits();

  /** Bounds of all its connections together. */
  ConnectionLimits connections();

  /** Its certificate; null for no TLS. */
  @Nullable ServerTls tls();
}
