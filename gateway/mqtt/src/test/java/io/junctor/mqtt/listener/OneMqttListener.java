package io.junctor.mqtt.listener;

import io.junctor.component.Component;
import io.junctor.component.PublishOptions;
import io.junctor.mqtt.TestRouter;
import io.junctor.netty.BindAddress;
import io.junctor.netty.ConnectionLimits;
import io.junctor.netty.NettyLoops;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The listener on a real socket with a real router behind it, in the hands of a test. */
abstract class OneMqttListener {

  static final MqttVersion V5 = MqttVersion.MQTT_5;
  static final MqttVersion V3 = MqttVersion.MQTT_3_1_1;

  final TestRouter router = new TestRouter();
  final NettyLoops loops = NettyLoops.start("mqtt-test", 1);
  MqttListener listener;
  Component site; // the things behind the router

  @BeforeEach
  void start() throws IOException {
    listener = listen(limits(Duration.ofSeconds(5), 1_000));
    site = router.component();
  }

  @AfterEach
  void stop() {
    site.close();
    listener.close().toCompletableFuture().join();
    router.close();
    loops.close();
  }

  MqttListener listen(MqttLimits limits) throws IOException {
    MqttListenerConfig config =
        new MqttListenerConfig(new BindAddress.Tcp("127.0.0.1", 0), null, TestRouter.REALM, limits);
    return MqttListener.start(loops, config, router::connector);
  }

  static MqttLimits limits(Duration connectTimeout, int waitingMax) {
    return new MqttLimits(
        new ConnectionLimits(20, 20),
        connectTimeout,
        64 * 1024,
        128,
        Duration.ofSeconds(300),
        16,
        waitingMax,
        1 << 20,
        24 << 20,
        8,
        Duration.ofSeconds(20));
  }

  RawClient client(MqttVersion version, String user) {
    return RawClient.join(listener.port(), version, user, "c-" + user);
  }

  static int reasonOf(MqttMessage puback) {
    return puback.variableHeader() instanceof MqttPubReplyMessageVariableHeader header
        ? header.reasonCode() & 0xFF
        : 0;
  }

  static PublishOptions retained() {
    return PublishOptions.DEFAULT.withRetain();
  }
}
