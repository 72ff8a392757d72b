package io.junctor.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.junctor.app.log.Logging;
import io.junctor.component.Component;
import io.junctor.component.ComponentBuilder;
import io.junctor.netty.ConnectorConfig;
import io.junctor.netty.NettyConnector;
import io.junctor.netty.NettyLoops;
import io.junctor.wamp.auth.TicketAuthenticator;
import io.junctor.wamp.message.Format;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which router a client command talks to, and as whom. Without options: the running demo. */
final class Target {

  private static final int CONNECT_SECONDS_MAX = 3600;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "ws://, wss://, rs://host:port or unix:/path. Default: the running demo.")
  @Nullable URI url;

  @Option(names = "--realm", description = "The realm. Default: junctor.")
  @Nullable String realm;

  @Option(names = "--authid", description = "Who you are.")
  @Nullable String authid;

  @Option(
      names = "--ticket-file",
      paramLabel = "FILE",
      description = "Holds your ticket. Default: the environment variable JUNCTOR_TICKET.")
  @Nullable Path ticketFile;

  @Option(
      names = "--format",
      description = "Serialization: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Format format = Format.MSGPACK;

  // a person waits: long enough for a few attempts, short enough to see that nobody is there
  @Option(
      names = "--connect-timeout",
      paramLabel = "SECONDS",
      description = "Gives up connecting after so long, 1..3600. Default: ${DEFAULT-VALUE}.")
  int connectSeconds = 5;

  /** A component that is not connected yet. */
  ComponentBuilder component() throws IOException {
    Logging.quiet(); // these commands speak for themselves
    Resolved target = url == null ? demo() : explicit(url);
    ConnectorConfig where = ConnectorConfig.of(target.url().toString(), format);
    NettyLoops loops = NettyLoops.start("client", 1); // daemon; ends with the command
    ComponentBuilder builder =
        Component.builder(new NettyConnector(loops, where))
            .realm(target.realm())
            .connectTimeout(connectTimeout());
    if (target.ticket() != null) {
      builder.authenticator(new TicketAuthenticator(target.authid(), target.ticket()));
    }
    return builder;
  }

  private Duration connectTimeout() throws IOException {
    if (connectSeconds < 1 || connectSeconds > CONNECT_SECONDS_MAX) {
      throw new IOException(
          "--connect-timeout: expected 1..%d seconds, got %d"
              .formatted(CONNECT_SECONDS_MAX, connectSeconds));
    }
    return Duration.ofSeconds(connectSeconds);
  }

  private record Resolved(URI url, String realm, String authid, @Nullable String ticket) {}

  private Resolved explicit(URI to) throws IOException {
    String ticket = System.getenv("JUNCTOR_TICKET");
    if (ticketFile != null) {
      ticket = Files.readString(ticketFile).strip();
    }
    String name = authid == null ? "" : authid;
    if (ticket != null && name.isEmpty()) {
      throw new IOException("a ticket needs a name: add --authid NAME");
    }
    return new Resolved(to, realm == null ? "junctor" : realm, name, ticket);
  }

  private static Resolved demo() throws IOException {
    Path file = DemoState.file();
    if (!Files.exists(file)) {
      throw new IOException(
          "no demo is running here; start one with ./junctor demo or name a --url");
    }
    JsonNode state = new ObjectMapper().readTree(file.toFile());
    return new Resolved(
        URI.create(state.path("url").asText()),
        state.path("realm").asText(),
        state.path("authid").asText(),
        state.path("ticket").asText());
  }
}
