package io.junctor.app.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.app.config.LimitsConfig;
import io.junctor.mqtt.listener.MqttLimits;
import io.junctor.netty.ConnectionLimits;
import io.junctor.netty.LinkLimits;
import io.junctor.netty.NettyLoops;
import io.junctor.router.RouterLimits;
import io.junctor.server.ServerLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The block {@code limits} of the configuration. */
class BoundsTest {

  private static final String SITE =
      """
      site: com.example.test
      drivers: sim
      """;

  /** The defaults are documented in two places; they are the same. */
  @Test
  void whatIsLeftOutHasTheDefaultOfItsModule() {
    // When
    LimitsConfig limits = LimitsConfig.DEFAULT;
    // Then
    assertEquals(ConnectionLimits.DEFAULT, Bounds.ofListeners(limits));
    assertEquals(LinkLimits.DEFAULT, Bounds.ofLinks(limits));
    assertEquals(ServerLimits.DEFAULT, Bounds.ofServer(limits));
    assertEquals(RouterLimits.DEFAULT, Bounds.ofRealm(limits));
    assertEquals(MqttLimits.DEFAULT, Bounds.ofMqtt(limits));
    assertEquals(NettyLoops.HALF_SENT_BYTES_DEFAULT, limits.halfSentBytes());
  }

  @Test
  void whatIsConfiguredReachesItsPlace() throws Exception {
    // When
    LimitsConfig limits =
        GatewayPlan.parse(
                "test",
                SITE
                    + """
                    limits:
                      connections: 20
                      halfOpenPerAddress: 3
                      link: {frameBytes: 4096, pingInterval: 1s}
                      realm: {payloadBytes: 2048}
                      session: {subscriptions: 5, outboundMessages: 7}
                      mqtt: {inFlight: 2}
                      attempts: {perName: 1}
                    """)
            .config()
            .limits();
    // Then
    assertEquals(20, Bounds.ofListeners(limits).total());
    assertEquals(20, Bounds.ofRealm(limits).sessionsMax());
    assertEquals(3, Bounds.ofServer(limits).halfOpenPerHostMax());
    assertEquals(4096, Bounds.ofLinks(limits).frameBytesMax());
    assertEquals(Duration.ofSeconds(1), Bounds.ofLinks(limits).pingInterval());
    assertEquals(2048, Bounds.ofRealm(limits).payloadBytesMax());
    assertEquals(5, Bounds.ofRealm(limits).subscriptionsPerSessionMax());
    assertEquals(7, Bounds.ofServer(limits).outbox().messagesMax());
    assertEquals(2, Bounds.ofMqtt(limits).inFlightMax());
    assertEquals(1, Bounds.ofServer(limits).attempts().perNameBurst());
  }
}
