package io.junctor.hil.resume;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.component.Component;
import io.junctor.component.ComponentBuilder;
import io.junctor.component.LifecycleListener;
import io.junctor.component.PublishOptions;
import io.junctor.component.session.SessionLostException;
import io.junctor.hil.harness.Endpoints;
import io.junctor.hil.harness.FaultProxy;
import io.junctor.hil.harness.ProductProcess;
import io.junctor.hil.harness.TempFiles;
import io.junctor.netty.ConnectorConfig;
import io.junctor.netty.LinkLimits;
import io.junctor.netty.NettyConnector;
import io.junctor.netty.NettyLoops;
import io.junctor.wamp.auth.TicketAuthenticator;
import io.junctor.wamp.auth.TicketHash;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.transport.CloseCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged gateway and a component whose link goes through a proxy that cuts it: by a reset,
 * after which nobody can connect for a while, or by swallowing what both ends say, which they only
 * notice by their pings. Meanwhile both sides publish and call, and a call is under way.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumeOverSocketsTest {

  private static final String REALM = "resume";
  private static final String TICKET = "open sesame";
  private static final String TO_CLIENT = "com.example.down";
  private static final String FROM_CLIENT = "com.example.up";
  private static final String SLOW = "com.example.slow";
  private static final String DOUBLE = "com.example.double";
  private static final int MESSAGES = 50;
  private static final int PATIENCE_SECONDS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

  /** Whoever says nothing for so long is not there. */
  private static final Duration PING = Duration.ofMillis(500);

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private Path directory;
  private FaultProxy proxy;
  private ProductProcess gateway;
  private NettyLoops loops;

  // per test
  private final BlockingQueue<Integer> atClient = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> atOther = new LinkedBlockingQueue<>();
  private final AtomicInteger doubled = new AtomicInteger();
  private final AtomicInteger slowCalls = new AtomicInteger();
  private final AtomicInteger sessionsLost = new AtomicInteger();
  private CountDownLatch slow;
  private Component other;
  private @Nullable Component client;

  @BeforeAll
  void startGateway() throws IOException {
    directory = Files.createTempDirectory("junctor-resume");
    proxy = FaultProxy.to(0);
    Path config = directory.resolve("junctor.yaml");
    Files.writeString(
        config,
        """
        site: com.example.resume
        realm: %s
        drivers: sim
        listen:
          - kind: websocket
            address: "127.0.0.1:0"
            hosts: ["127.0.0.1:%d"]
            pings: {interval: 500ms, timeout: 500ms}
          - {kind: rawsocket, address: "127.0.0.1:0", pings: {interval: 500ms, timeout: 500ms}}
          - {kind: unix, path: "%s"}
        roles:
          member:
            - {uri: com.example., match: prefix, allow: [call, register, publish, subscribe]}
        principals:
          anna: {role: member, ticket: "%s"}
        resume: {}
        """
            .formatted(
                REALM,
                proxy.port(),
                directory.resolve("router.sock"),
                TicketHash.of(TICKET, new byte[TicketHash.SALT_BYTES], TicketHash.ITERATIONS_MIN)
                    .toText()));
    gateway = ProductProcess.start(directory, Map.of(), "run", "-c", config.toString());
    loops = NettyLoops.start("resume-test", 2);
  }

  @AfterAll
  void stopGateway() throws IOException {
    proxy.close();
    loops.close();
    callers.shutdownNow();
    assertEquals(0, gateway.terminate(), gateway::log);
    TempFiles.delete(directory);
  }

  @BeforeEach
  void joinOther() throws IOException {
    atClient.clear();
    atOther.clear();
    doubled.set(0);
    slowCalls.set(0);
    sessionsLost.set(0);
    slow = new CountDownLatch(1);
    other = builder("unix:" + directory.resolve("router.sock")).connect();
    other.subscribe(FROM_CLIENT, (event, _) -> atOther.add(event.get(0, Integer.class)));
    other.register(
        SLOW,
        (_, _) -> {
          slowCalls.incrementAndGet();
          slow.await();
          return 42;
        });
  }

  @AfterEach
  void leave() {
    slow.countDown();
    if (client != null) {
      client.close();
    }
    other.close();
    proxy.reset();
  }

  private ComponentBuilder builder(String uri) throws IOException {
    ConnectorConfig config =
        ConnectorConfig.of(uri, Format.CBOR).withLimits(LinkLimits.DEFAULT.withPings(PING, PING));
    return Component.builder(new NettyConnector(loops, config))
        .realm(REALM)
        .authenticator(new TicketAuthenticator("anna", TICKET))
        .retryMax(Duration.ofMillis(200));
  }

  private Component joinClient(String link, @Nullable Duration resumeWithin) throws IOException {
    Endpoints endpoints = Endpoints.ofReadyLine(gateway.readyLine());
    boolean websocket = link.equals("websocket");
    proxy.leadTo(websocket ? endpoints.websocket().getPort() : endpoints.rawsocket().getPort());
    ComponentBuilder builder =
        builder(
                (websocket ? "ws" : "rs")
                    + "://127.0.0.1:"
                    + proxy.port()
                    + (websocket ? "/ws" : ""))
            .listener(
                new LifecycleListener() {
                  @Override
                  public void disconnected(CloseCause cause, String detail) {
                    sessionsLost.incrementAndGet();
                  }
                });
    if (resumeWithin != null) {
      builder.resumeWithin(resumeWithin);
    }
    Component joined = builder.connect();
    client = joined;
    joined.subscribe(TO_CLIENT, (event, _) -> atClient.add(event.get(0, Integer.class)));
    joined.register(
        DOUBLE,
        (arguments, _) -> {
          doubled.incrementAndGet();
          return 2 * arguments.get(0, Integer.class);
        });
    return joined;
  }

  private void cut(String how) {
    if (how.equals("reset")) {
      proxy.be(FaultProxy.Fault.REFUSE);
    } else {
      proxy.swallow();
    }
  }

  private <T> Future<T> later(Callable<T> work) {
    return callers.submit(work);
  }

  @ParameterizedTest
  @CsvSource({
    "websocket, reset",
    "websocket, swallowed",
    "rawsocket, reset",
    "rawsocket, swallowed"
  })
  void nothingIsLostAndNothingComesTwice(String link, String how) throws Exception {
    // Given
    Component resuming = joinClient(link, PATIENCE);
    long session = resuming.session().orElseThrow().id();
    Future<Integer> underWay = later(() -> resuming.call(SLOW, Integer.class));
    await().atMost(PATIENCE).until(() -> slowCalls.get() == 1);
    int connections = proxy.connections();
    // When
    cut(how);
    Future<?> published =
        later(
            () -> {
              for (int i = 0; i < MESSAGES; i++) {
                resuming.publish(FROM_CLIENT, i, PublishOptions.ACKNOWLEDGE);
              }
              return null;
            });
    List<Future<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      other.publish(TO_CLIENT, i, PublishOptions.ACKNOWLEDGE);
      int number = i;
      calls.add(later(() -> other.call(DOUBLE, Integer.class, number)));
    }
    slow.countDown();
    proxy.be(FaultProxy.Fault.NONE);
    // Then
    assertEquals(42, underWay.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    for (int i = 0; i < MESSAGES; i++) {
      assertEquals(2 * i, calls.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
    published.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    // what comes after everything else comes right after it
    other.publish(TO_CLIENT, MESSAGES, PublishOptions.ACKNOWLEDGE);
    resuming.publish(FROM_CLIENT, MESSAGES, PublishOptions.ACKNOWLEDGE);
    assertEquals(upTo(MESSAGES), take(atClient, MESSAGES + 1));
    assertEquals(upTo(MESSAGES), take(atOther, MESSAGES + 1));
    assertEquals(MESSAGES, doubled.get());
    assertEquals(1, slowCalls.get());
    assertEquals(session, resuming.session().orElseThrow().id());
    assertEquals(0, sessionsLost.get());
    assertTrue(proxy.connections() > connections, "it was cut");
  }

  /** The same without coming back: what the test above looks for can be seen when it is there. */
  @ParameterizedTest
  @ValueSource(strings = {"websocket", "rawsocket"})
  void withoutResumingTheLossIsSeen(String link) throws Exception {
    // Given
    Component plain = joinClient(link, null);
    long session = plain.session().orElseThrow().id();
    Future<Integer> underWay = later(() -> plain.call(SLOW, Integer.class));
    await().atMost(PATIENCE).until(() -> slowCalls.get() == 1);
    // When
    cut("reset");
    await().atMost(PATIENCE).until(() -> sessionsLost.get() == 1);
    for (int i = 0; i < MESSAGES; i++) {
      other.publish(TO_CLIENT, i, PublishOptions.ACKNOWLEDGE);
    }
    slow.countDown();
    proxy.be(FaultProxy.Fault.NONE);
    // Then
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              other.publish(TO_CLIENT, -1, PublishOptions.ACKNOWLEDGE);
              return !atClient.isEmpty();
            });
    assertTrue(atClient.stream().allMatch(number -> number == -1), atClient::toString);
    assertNotEquals(session, plain.session().orElseThrow().id());
    ExecutionException failed =
        assertThrows(
            ExecutionException.class, () -> underWay.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertInstanceOf(SessionLostException.class, failed.getCause());
  }

  private static List<Integer> upTo(int last) {
    return IntStream.rangeClosed(0, last).boxed().toList();
  }

  private static List<Integer> take(BlockingQueue<Integer> received, int count)
      throws InterruptedException {
    List<Integer> taken = new ArrayList<>();
    while (taken.size() < count) {
      Integer next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("after " + taken + " nothing came");
      }
      taken.add(next);
    }
    assertTrue(received.isEmpty(), () -> "and then " + received);
    return taken;
  }
}
