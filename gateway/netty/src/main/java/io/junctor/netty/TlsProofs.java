package io.junctor.netty;

import io.junctor.wamp.transport.LinkProofs;
import io.junctor.wamp.transport.PeerCertificate;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What TLS proves of a link, once its handshake is complete. */
final class TlsProofs {

  private static final Logger LOG = LoggerFactory.getLogger(TlsProofs.class);

  // RFC 9266, section 2
  private static final String LABEL = "EXPORTER-Channel-Binding";
  private static final int CHANNEL_ID_BYTES = 32;

  // RFC 5280, GeneralName
  private static final int EMAIL = 1;
  private static final int DNS = 2;
  private static final int URI = 6;
  private static final int IP = 7;

  private TlsProofs() {}

  /** What a link that was accepted proves; nothing without TLS. */
  static LinkProofs ofAccepted(Channel channel) {
    SSLEngine engine = engine(channel);
    return engine == null
        ? LinkProofs.NONE
        : new LinkProofs(channelIds(channel, engine), certificate(engine.getSession()), null);
  }

  /** What a link that was opened proves; the router's certificate has been judged already. */
  static LinkProofs ofOpened(Channel channel) {
    SSLEngine engine = engine(channel);
    return engine == null
        ? LinkProofs.NONE
        : new LinkProofs(channelIds(channel, engine), null, null);
  }

  private static @Nullable SSLEngine engine(Channel channel) {
    return channel.pipeline().get(Tls.NAME) instanceof SslHandler tls ? tls.engine() : null;
  }

  private static Map<String, String> channelIds(Channel channel, SSLEngine engine) {
    byte[] exported = exported(engine.getSession());
    if (exported == null) {
      return Map.of(); // such a channel has no safe name, neither by its Finished messages
    }
    Map<String, String> ids = new HashMap<>();
    ids.put(LinkProofs.TLS_EXPORTER, HexFormat.of().formatHex(exported));
    byte[] unique = TlsUnique.of(channel, engine);
    if (unique != null) {
      ids.put(LinkProofs.TLS_UNIQUE, HexFormat.of().formatHex(unique));
    }
    return ids;
  }

  /** Null for TLS 1.2 without the extended master secret. */
  private static byte @Nullable [] exported(SSLSession session) {
    if (session instanceof ExtendedSSLSession extended) {
      try {
        return extended.exportKeyingMaterialData(LABEL, new byte[0], CHANNEL_ID_BYTES);
      } catch (SSLException | UnsupportedOperationException | IllegalStateException e) {
        LOG.debug("no channel id: {}", e.toString());
      }
    }
    return null;
  }

  private static @Nullable PeerCertificate certificate(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? of(leaf) : null;
    } catch (SSLException e) {
      return null; // it showed none
    }
  }

  static @Nullable PeerCertificate of(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new PeerCertificate(
          HexFormat.of().formatHex(hash),
          certificate.getSubjectX500Principal().getName(X500Principal.CANONICAL),
          names(certificate.getSubjectAlternativeNames()));
    } catch (CertificateException e) {
      LOG.warn("cause=certificate: a verified certificate cannot be read: {}", e.toString());
      return null;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static List<String> names(@Nullable Collection<List<?>> alternatives) {
    List<String> names = new ArrayList<>();
    if (alternatives != null) {
      for (List<?> name : alternatives) {
        if (name.get(0) instanceof Integer type && name.get(1) instanceof String value) {
          switch (type) {
            case EMAIL -> names.add("email:" + value.toLowerCase(Locale.ROOT));
            case DNS -> names.add("dns:" + value.toLowerCase(Locale.ROOT));
            case URI -> names.add("uri:" + value);
            case IP -> names.add("ip:" + value);
            default -> {
              // nothing that anybody is named by here
            }
          }
        }
      }
    }
    return names;
  }
}
