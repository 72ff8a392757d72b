package io.junctor.mqtt.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.mqtt.TestRouter;
import io.junctor.netty.BindAddress;
import io.junctor.netty.NettyLoops;
import io.junctor.server.AttemptLimits;
import io.junctor.server.InboundLimits;
import io.junctor.server.OutboxLimits;
import io.junctor.server.ServerLimits;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients are counted by their own addresses when they fail, and not as one. */
class ClientAddressTest {

  private static final int CONNECTION_RATE_EXCEEDED = 0x9F;

  /** One failure makes an address wait, for longer than the test lasts; one may wait. */
  private final TestRouter router =
      new TestRouter(
          new ServerLimits(
              100,
              64,
              4,
              Duration.ofSeconds(10),
              InboundLimits.DEFAULT,
              OutboxLimits.DEFAULT,
              Duration.ofSeconds(2),
              new AttemptLimits(
                  1, Duration.ofDays(1), 1, Duration.ofDays(1), Duration.ofDays(1), 1, 100)));

  private NettyLoops loops;
  private MqttListener listener;

  @BeforeEach
  void start() throws IOException {
    loops = NettyLoops.start("net", 1);
    listener =
        MqttListener.start(
            loops,
            new MqttListenerConfig(
                new BindAddress.Tcp("127.0.0.1", 0), null, TestRouter.REALM, MqttLimits.DEFAULT),
            router::connector);
  }

  @AfterEach
  void stop() {
    listener.close().toCompletableFuture().join();
    router.close();
    loops.close();
  }

  @Test
  void aGuesserAtOneAddressMakesNobodyWaitAtAnother() throws Exception {
    // Given
    for (int i = 0; i < 2; i++) { // the first is free, the second opens the line
      try (RawClient guesser = attempt("127.0.0.2", "wrong")) {
        assertEquals(0x86, guesser.connack());
      }
    }
    // When
    try (RawClient one = attempt("127.0.0.2", TestRouter.TICKET);
        RawClient other = attempt("127.0.0.2", TestRouter.TICKET);
        RawClient honest = attempt("127.0.0.1", TestRouter.TICKET)) {
      // Then
      assertEquals(0, honest.connack());
      // one of the two waits, whichever came first
      assertEquals(
          CONNECTION_RATE_EXCEEDED,
          CompletableFuture.anyOf(
                  CompletableFuture.supplyAsync(one::connack, Thread::startVirtualThread),
                  CompletableFuture.supplyAsync(other::connack, Thread::startVirtualThread))
              .get());
    }
  }

  private RawClient attempt(String from, String ticket) {
    RawClient client = new RawClient(listener.port(), from);
    client.send(
        RawClient.connect(MqttVersion.MQTT_5, "operator", "c-" + from)
            .password(ticket.getBytes(StandardCharsets.UTF_8))
            .build());
    return client;
  }
}
