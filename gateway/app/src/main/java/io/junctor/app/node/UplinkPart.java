package io.junctor.app.node;

import io.junctor.app.config.GatewayConfig;
import io.junctor.app.config.UplinkConfig;
import io.junctor.component.Component;
import io.junctor.netty.ConnectorConfig;
import io.junctor.netty.NettyConnector;
import io.junctor.netty.NettyLoops;
import io.junctor.store.Outbox;
import io.junctor.uplink.Uplink;
import io.junctor.uplink.UplinkSettings;
import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Authenticator;
import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.auth.CraAuthenticator;
import io.junctor.wamp.auth.CryptosignAuthenticator;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.auth.OpenAuthenticator;
import io.junctor.wamp.auth.ScramAuthenticator;
import io.junctor.wamp.auth.TicketAuthenticator;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.transport.Connector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The running uplink of a gateway, and the thing that shows it. */
final class UplinkPart implements AutoCloseable {

  /** The uplink's name in this realm; only sessions of this process can have it. */
  static final String AUTHID = "junctor-uplink";

  private final Uplink uplink;
  private final UplinkThing thing;

  private UplinkPart(Uplink uplink, UplinkThing thing) {
    this.uplink = uplink;
    this.thing = thing;
  }

  /** Lets the uplink in under its own role, and leaves everybody else to others. */
  static Authenticator admitting(Authenticator others) {
    return (hello, link) ->
        link.isThisProcess() && AUTHID.equals(hello.details().string("authid", ""))
            ? new AuthStep.Accept(new Identity(AUTHID, Permissions.UPLINK_ROLE, "local", "static"))
            : others.begin(hello, link);
  }

  /**
   * Starts the uplink; does not wait for the line.
   *
   * @throws IOException when a file it needs cannot be read.
   */
  static UplinkPart start(
      GatewayConfig config,
      UplinkConfig uplink,
      Connector local,
      NettyLoops loops,
      @Nullable Outbox outbox)
      throws IOException {
    UplinkPlan plan = UplinkPlan.of(config, uplink);
    UplinkSettings settings =
        new UplinkSettings(
            plan.id(),
            new UplinkSettings.Side(config.realm(), OpenAuthenticator.local(AUTHID)),
            new UplinkSettings.Side(uplink.realm(), authenticator(uplink)),
            plan.toRemote(),
            plan.fromRemote(),
            plan.durable());
    Uplink running = Uplink.start(settings, local, remote(uplink, loops), outbox);
    UplinkThing thing =
        UplinkThing.start(
            running,
            plan.id(),
            AUTHID,
            Component.builder(local)
                .realm(config.realm())
                .authenticator(OpenAuthenticator.local(GatewayConfig.UPLINK_THING)));
    return new UplinkPart(running, thing);
  }

  private static Connector remote(UplinkConfig uplink, NettyLoops loops) throws IOException {
    ConnectorConfig where = ConnectorConfig.of(uplink.url(), Format.MSGPACK);
    String authorities = uplink.authorities();
    return new NettyConnector(
        loops, authorities == null ? where : where.withAuthorities(Path.of(authorities)));
  }

  private static ClientAuthenticator authenticator(UplinkConfig uplink) throws IOException {
    String authid = uplink.authid();
    if (uplink.key() != null) {
      String key = Files.readString(Path.of(uplink.key()));
      CryptosignAuthenticator signer = CryptosignAuthenticator.ofKeyFile(authid, key);
      return uplink.channelBinding() ? signer.boundToChannel() : signer;
    }
    if (uplink.wampcraFile() != null) {
      return new CraAuthenticator(authid, secret(uplink.wampcraFile()));
    }
    if (uplink.scramFile() != null) {
      ScramAuthenticator user =
          new ScramAuthenticator(authid, secret(uplink.scramFile()), Principals.NONCES);
      return uplink.channelBinding() ? user.boundToChannel() : user;
    }
    return new TicketAuthenticator(authid, secret(Objects.requireNonNull(uplink.ticketFile())));
  }

  private static String secret(String file) throws IOException {
    return Files.readString(Path.of(file)).strip();
  }

  @Override
  public void close() {
    thing.close();
    uplink.close();
  }
}
