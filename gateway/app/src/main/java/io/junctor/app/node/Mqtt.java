package io.junctor.app.node;

import io.junctor.app.config.GatewayConfig;
import io.junctor.app.config.ListenConfig.HostPort;
import io.junctor.app.config.MqttBrokerConfig;
import io.junctor.app.config.MqttConfig.MqttListenConfig;
import io.junctor.component.Component;
import io.junctor.component.ComponentBuilder;
import io.junctor.mqtt.broker.BrokerAdapter;
import io.junctor.mqtt.broker.BrokerConfig;
import io.junctor.mqtt.broker.BrokerLimits;
import io.junctor.mqtt.listener.MqttListener;
import io.junctor.mqtt.listener.MqttListenerConfig;
import io.junctor.mqtt.mapping.TopicFilter;
import io.junctor.mqtt.mapping.Unmappable;
import io.junctor.mqtt.paho.PahoLink;
import io.junctor.netty.BindAddress;
import io.junctor.netty.NettyLoops;
import io.junctor.server.RouterServer;
import io.junctor.wamp.auth.TicketAuthenticator;
import io.junctor.wamp.transport.Connector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MQTT listeners and the adapters to brokers of a gateway. */
final class Mqtt implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Mqtt.class);

  private static final int CLOSE_SECONDS_MAX = 5;

  /** A password is a line; a larger file is another file. */
  private static final long PASSWORD_BYTES_MAX = 4096;

  private final List<Open> listeners = new ArrayList<>();
  private final List<BrokerAdapter> adapters = new ArrayList<>();

  private record Open(MqttListenConfig config, MqttListener listener) {}

  private Mqtt() {}

  /** Opens all or none. Brokers need not be there. */
  static Mqtt start(
      GatewayConfig config, NettyLoops loops, RouterServer router, ConsoleAccess access)
      throws IOException {
    Mqtt mqtt = new Mqtt();
    try {
      for (MqttListenConfig listen : config.mqtt().listen()) {
        MqttListener listener =
            MqttListener.start(
                loops,
                translate(listen, config),
                peer -> router.localConnector(peer, listen.tls() != null));
        mqtt.listeners.add(new Open(listen, listener));
      }
      for (MqttBrokerConfig broker : config.mqtt().brokers()) {
        mqtt.adapters.add(adapt(broker, config, router.localConnector(), access));
      }
      return mqtt;
    } catch (IOException | RuntimeException e) {
      mqtt.stopAdapters();
      mqtt.close();
      throw e;
    }
  }

  /** {@code mqtt=address} for each listener. */
  List<String> addresses() {
    return listeners.stream()
        .map(
            open ->
                "mqtt="
                    + (open.config().tls() == null ? "mqtt" : "mqtts")
                    + "://"
                    + open.listener().address())
        .toList();
  }

  /** Accepts no more clients; those that are there go on. */
  void stopAccepting() {
    listeners.forEach(open -> await(open, open.listener().stopAccepting()));
  }

  /** Says goodbye to the brokers, once everything that is to be told them was published. */
  void stopAdapters() {
    adapters.forEach(BrokerAdapter::close);
  }

  /** Closes the listeners' connections. */
  @Override
  public void close() {
    listeners.forEach(open -> await(open, open.listener().close()));
  }

  private static void await(Open open, CompletionStage<Void> done) {
    try {
      done.toCompletableFuture().get(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("listener={} cause={}: not closed cleanly", open.listener().address(), e.toString());
    }
  }

  private static MqttListenerConfig translate(MqttListenConfig listen, GatewayConfig config) {
    HostPort address = listen.hostPort();
    return new MqttListenerConfig(
        new BindAddress.Tcp(address.host(), address.port()),
        Listeners.tls(listen.tls()),
        config.realm(),
        Bounds.ofMqtt(config.limits()));
  }

  private static BrokerAdapter adapt(
      MqttBrokerConfig broker, GatewayConfig config, Connector router, ConsoleAccess access)
      throws IOException {
    // a role of its own, which may do what its filters say and nothing else
    String name = roleOf(broker);
    ComponentBuilder builder =
        Component.builder(router)
            .realm(config.realm())
            .authenticator(new TicketAuthenticator(name, access.newTicket(name, name)));
    BrokerConfig translated = translate(broker, config.site(), password(broker));
    return BrokerAdapter.start(
        translated, BrokerLimits.DEFAULT, PahoLink::open, builder, InstantSource.system());
  }

  /** The role of the adapter to a broker; it cannot be configured. */
  static String roleOf(MqttBrokerConfig broker) {
    return "junctor-mqtt-" + broker.clientId();
  }

  static BrokerConfig translate(MqttBrokerConfig broker, String site, @Nullable String password) {
    List<BrokerConfig.PublishRule> publish =
        broker.publish().stream()
            .map(rule -> new BrokerConfig.PublishRule(parse(rule.filter()), rule.retain()))
            .toList();
    String username = broker.username();
    return new BrokerConfig(
        broker.uri(),
        broker.clientId(),
        username == null ? "" : username,
        password,
        broker.map(site),
        broker.statusTopic(),
        site + ".mqtt." + broker.clientId() + ".link",
        publish,
        broker.subscribe().stream().map(Mqtt::parse).toList(),
        broker.call().stream().map(Mqtt::parse).toList());
  }

  private static TopicFilter parse(String filter) {
    try {
      return TopicFilter.parse(filter);
    } catch (Unmappable e) {
      throw new IllegalStateException("the configuration was checked", e);
    }
  }

  private static @Nullable String password(MqttBrokerConfig broker) throws IOException {
    String file = broker.passwordFile();
    if (file == null) {
      return null;
    }
    try {
      Path path = Path.of(file);
      long size = Files.size(path);
      String password = size > PASSWORD_BYTES_MAX ? "" : Files.readString(path).strip();
      if (password.isEmpty()) {
        throw new IOException("expected a line with the password, got " + size + " bytes");
      }
      return password;
    } catch (IOException e) {
      throw new IOException(
          "mqtt broker %s: passwordFile %s: %s".formatted(broker.url(), file, e), e);
    }
  }
}
