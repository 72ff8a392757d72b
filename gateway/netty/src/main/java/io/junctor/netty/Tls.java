package io.junctor.netty;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TLS 1.2 and 1.3 by the JDK's own provider, both sides. */
final class Tls {

  /** The name in the pipeline. */
  static final String NAME = "tls";

  private static final String HTTP_1_1 = ApplicationProtocolNames.HTTP_1_1;

  /** What the JDK understands as no answer: whoever offers other protocols alone is let in. */
  private static final String NO_ALPN = "";

  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private Tls() {}

  /** A listener's context. */
  static SslContext server(ServerCertificate certificate, ServerTls files) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(certificate.key(), certificate.chain())
            .sslProvider(SslProvider.JDK)
            .protocols(
                switch (files.minimum()) {
                  case TLS_1_2 -> PROTOCOLS;
                  case TLS_1_3 -> PROTOCOLS.subList(0, 1);
                });
    Path clientAuthorities = files.clientAuthorities();
    if (clientAuthorities != null) {
      trust(builder, clientAuthorities).clientAuth(ClientAuth.OPTIONAL);
    }
    return builder.build();
  }

  /**
   * A connector's context.
   *
   * @param authorities PEM file with the issuers to trust; null for the platform's.
   */
  static SslContext client(@Nullable Path authorities) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols(PROTOCOLS)
            // The name in the URI must be in the certificate.
            .endpointIdentificationAlgorithm("HTTPS");
    if (authorities == null) {
      return builder.build();
    }
    return trust(builder, authorities).build();
  }

  private static SslContextBuilder trust(SslContextBuilder builder, Path authorities)
      throws IOException {
    requireReadable(authorities);
    try {
      return builder.trustManager(authorities.toFile());
    } catch (IllegalArgumentException e) {
      throw new IOException("authorities " + authorities + ": " + rootMessage(e), e);
    }
  }

  /**
   * For a link that was accepted.
   *
   * @param http11 whether to agree on HTTP/1.1 by ALPN, the only one spoken here.
   */
  static SslHandler handler(SslContext context, Channel channel, boolean http11) {
    SslHandler handler = context.newHandler(channel.alloc());
    if (http11) {
      // by the JDK and not by Netty, whose engine around the JDK's would hide it from TlsUnique
      handler
          .engine()
          .setHandshakeApplicationProtocolSelector(
              (_, offered) -> offered.contains(HTTP_1_1) ? HTTP_1_1 : NO_ALPN);
    }
    TlsUnique.begin(channel);
    return handler;
  }

  /** For a link that is opened. */
  static SslHandler handler(SslContext context, Channel channel, String host, int port) {
    TlsUnique.begin(channel);
    return context.newHandler(channel.alloc(), host, port);
  }

  static void requireReadable(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("file " + file + ": missing or not readable");
    }
  }

  static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
