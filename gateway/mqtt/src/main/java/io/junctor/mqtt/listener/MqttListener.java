package io.junctor.mqtt.listener;

import io.junctor.netty.NettyDoor;
import io.junctor.netty.NettyLoops;
import io.junctor.wamp.transport.Connector;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.flow.FlowControlHandler;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts MQTT clients on one address and joins each to the realm as a session of its own. Any
 * thread, but not an event loop: starting blocks.
 */
public final class MqttListener {

  private static final Logger LOG = LoggerFactory.getLogger(MqttListener.class);

  private final MqttListenerConfig config;
  private final Function<String, Connector> router; // peer -> how it reaches the realm
  private final Takeovers takeovers = new Takeovers();
  private final WaitingBudget budget;
  private final NettyDoor door;

  private MqttListener(
      NettyLoops loops, MqttListenerConfig config, Function<String, Connector> router)
      throws IOException {
    this.config = config;
    this.router = router;
    this.budget = new WaitingBudget(config.limits().waitingBytesAllMax());
    this.door =
        NettyDoor.open(
            loops,
            config.address(),
            config.limits().connections(),
            config.tls(),
            this::onConnection);
  }

  /**
   * Starts a listener.
   *
   * @param router how the client at an address, such as {@code 192.0.2.7:40112}, reaches the realm.
   * @throws IOException when it cannot listen; the message says where and why not.
   */
  public static MqttListener start(
      NettyLoops loops, MqttListenerConfig config, Function<String, Connector> router)
      throws IOException {
    MqttListener listener = new MqttListener(loops, config, router);
    LOG.info("listener={} listening for mqtt", listener.address());
    return listener;
  }

  /** The port it listens on. */
  public int port() {
    return door.port();
  }

  /** Where it listens: {@code 127.0.0.1:1883}. */
  public String address() {
    return door.address();
  }

  /** Open connections. */
  public int connections() {
    return door.connections();
  }

  /** Accepts no more; clients go on. Completed when the port is free. */
  public CompletionStage<Void> stopAccepting() {
    return door.stopAccepting();
  }

  /** Accepts no more and closes what is open. */
  public CompletionStage<Void> close() {
    return door.close();
  }

  private void onConnection(Channel channel) {
    MqttLimits limits = config.limits();
    String peer = NettyDoor.peer(channel);
    channel
        .pipeline()
        .addLast(
            "mqtt-decoder", new MqttDecoder(limits.packetBytesMax(), limits.clientIdCharsMax()))
        .addLast("mqtt-encoder", MqttEncoder.INSTANCE)
        // what one read brought waits here while a client is not to be read
        .addLast("mqtt-flow", new FlowControlHandler())
        .addLast(
            ConnectHandler.NAME,
            new ConnectHandler(config, router.apply(peer), budget, takeovers, peer));
  }
}
