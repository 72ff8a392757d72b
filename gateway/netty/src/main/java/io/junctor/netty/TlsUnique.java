package io.junctor.netty;

import io.junctor.wamp.transport.LinkProofs;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel binding {@code tls-unique} of TLS 1.2.
 *
 * <blockquote>
 * The first TLS Finished message sent (note: the Finished struct, not the TLS record layer message
 * containing it) in the most recent TLS handshake of the TLS connection being bound to.
 * </blockquote>
 *
 * <p>In a full handshake the client sends its Finished first, in a resumed one the server. The JDK
 * has no method that gives them, but keeps both, since the next handshake of the connection has to
 * name them (RFC 5746): the fields are read by reflection, which takes {@code --add-opens
 * java.base/sun.security.ssl=ALL-UNNAMED}. Without it, or in a Java that has named its fields anew,
 * links have no {@code tls-unique}; nothing else changes.
 *
 * <p>Only links with the extended master secret are asked about, see {@link TlsProofs}: without it
 * somebody between can bring about two channels with the same Finished messages (RFC 7627).
 *
 * @see LinkProofs#TLS_UNIQUE
 */
final class TlsUnique {

  private static final Logger LOG = LoggerFactory.getLogger(TlsUnique.class);

  private static final AttributeKey<Long> BEGUN = AttributeKey.valueOf(TlsUnique.class, "begun");

  private static final String VERSION = "TLSv1.2";

  private TlsUnique() {}

  /** The handshake is about to begin: a session that is older than that is a resumed one. */
  static void begin(Channel channel) {
    channel.attr(BEGUN).set(System.currentTimeMillis());
  }

  /**
   * The octets, once the handshake is complete; null where there are none. On the event loop.
   *
   * <p>A clock that is set back between a session and its resumption makes both ends name different
   * messages: the login is refused, and a client that does not resume gets in.
   */
  static byte @Nullable [] of(Channel channel, SSLEngine engine) {
    SSLSession session = engine.getSession();
    Long begun = channel.attr(BEGUN).get();
    if (begun == null || !session.getProtocol().equals(VERSION)) {
      return null;
    }
    Finished finished = Finished.OF_JDK;
    return finished == null ? null : finished.first(engine, session.getCreationTime() < begun);
  }

  /** Where the JDK keeps what it sent and received. */
  private record Finished(Field context, Field ofClient, Field ofServer) {

    private static final String PACKAGE = "sun.security.ssl.";

    static final @Nullable Finished OF_JDK = find();

    private static @Nullable Finished find() {
      try {
        Class<?> context = Class.forName(PACKAGE + "TransportContext");
        return new Finished(
            open(Class.forName(PACKAGE + "SSLEngineImpl"), "conContext"),
            open(context, "clientVerifyData"),
            open(context, "serverVerifyData"));
      } catch (ReflectiveOperationException | InaccessibleObjectException e) {
        LOG.warn("cause=tls: this Java does not show tls-unique to us: {}", e.toString());
        return null;
      }
    }

    private static Field open(Class<?> type, String name) throws ReflectiveOperationException {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    }

    byte @Nullable [] first(SSLEngine engine, boolean resumed) {
      try {
        Object found = (resumed ? ofServer : ofClient).get(context.get(engine));
        // none from a peer that is so old that it does not know RFC 5746
        return found instanceof byte[] bytes && bytes.length > 0 ? bytes.clone() : null;
      } catch (IllegalAccessException | IllegalArgumentException e) {
        LOG.debug("no tls-unique: {}", e.toString());
        return null;
      }
    }
  }
}
