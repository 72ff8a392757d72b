package io.junctor.netty;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** TLS 1.2 and 1.3 by the JDK's own provider, both sides. */
final class Tls {

  /** The name in the pipeline. */
  static final String NAME = "tls";

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private Tls() {}

  /**
   * A listener's context.
   *
   * @param web whether to agree on HTTP/1.1 by ALPN, the only one spoken here.
   * @throws IOException when a file cannot be read or does not hold what it should.
   */
  static SslContext server(ServerTls files, boolean web) throws IOException {
    readable(files.certificates());
    readable(files.key());
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(files.certificates().toFile(), files.key().toFile())
              .sslProvider(SslProvider.JDK)
              .protocols(PROTOCOLS);
      if (web) {
        builder.applicationProtocolConfig(http11());
      }
      return builder.build();
    } catch (IllegalArgumentException | IOException e) {
      throw new IOException(
          "certificate "
              + files.certificates()
              + " with key "
              + files.key()
              + ": "
              + rootMessage(e),
          e);
    }
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
    readable(authorities);
    try {
      return builder.trustManager(authorities.toFile()).build();
    } catch (IllegalArgumentException e) {
      throw new IOException("authorities " + authorities + ": " + rootMessage(e), e);
    }
  }

  static SslHandler handler(SslContext context, Channel channel) {
    return context.newHandler(channel.alloc());
  }

  static SslHandler handler(SslContext context, Channel channel, String host, int port) {
    return context.newHandler(channel.alloc(), host, port);
  }

  private static ApplicationProtocolConfig http11() {
    return new ApplicationProtocolConfig(
        ApplicationProtocolConfig.Protocol.ALPN,
        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
        ApplicationProtocolNames.HTTP_1_1);
  }

  private static void readable(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("file " + file + ": missing or not readable");
    }
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
