package io.junctor.component;

import static io.junctor.component.ScriptedRouter.refusal;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.component.session.JoinRefusedException;
import io.junctor.component.session.JoinedSession;
import io.junctor.component.session.NotConnectedException;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportHandler;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReconnectTest {

  /** In the middle of its range: no jitter. */
  private static final RandomGenerator EVEN = () -> 1L << 63;

  private final ScriptedRouter router = new ScriptedRouter();
  private final FakeTime time = new FakeTime();
  private final Log log = new Log();

  /** What a listener heard, in order. */
  private static final class Log implements LifecycleListener {
    final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public void connected(JoinedSession session) {
      heard.add("connected");
    }

    @Override
    public void disconnected(CloseCause cause, String detail) {
      heard.add("disconnected " + cause);
    }

    @Override
    public void connectFailed(int attempt, Throwable cause, Duration next) {
      heard.add("failed " + attempt);
    }

    @Override
    public void refused(String uri, WampError error) {
      heard.add("refused " + uri + " " + error.uri());
    }
  }

  private ComponentBuilder builder() {
    return Component.builder(router).realm("factory").listener(log).time(time, EVEN);
  }

  @Test
  void delaysDoubleFromAHundredMillisecondsToHalfAMinute() {
    // Given
    router.failNext(11);

    // When
    try (Component component = builder().connect()) {

      // Then
      assertTrue(component.isConnected());
      assertEquals(
          List.of(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 25600L, 30000L, 30000L),
          time.millis());
      assertEquals(List.of("failed 1", "failed 2"), log.heard.subList(0, 2));
      assertEquals("connected", log.heard.getLast());
    }
  }

  @Test
  void delaysEndAtTheBoundThatWasAskedFor() {
    // Given
    router.failNext(6);

    // When
    try (Component component = builder().retryMax(Duration.ofMillis(500)).connect()) {

      // Then
      assertTrue(component.isConnected());
      assertEquals(List.of(100L, 200L, 400L, 500L, 500L, 500L), time.millis());
    }
  }

  @Test
  void delaysAreSpreadByThirtyPercentWithinTheirBounds() {
    // Given
    Backoff low = new Backoff(() -> 0L);
    Backoff high = new Backoff(() -> -1L);

    // When
    List<Long> lows =
        java.util.stream.Stream.generate(low::next).limit(10).map(Duration::toMillis).toList();
    List<Long> highs =
        java.util.stream.Stream.generate(high::next).limit(10).map(Duration::toMillis).toList();

    // Then
    assertEquals(List.of(100L, 140L, 280L), lows.subList(0, 3));
    assertEquals(List.of(129L, 259L, 519L), highs.subList(0, 3));
    assertEquals(21000L, lows.getLast());
    assertEquals(30000L, highs.getLast());
  }

  @Test
  void everythingIsAskedForAgainAfterALoss() {
    // Given
    try (Component component =
        builder()
            .testament("com.example.status", Map.of("state", "offline"), PublishOptions.RETAIN)
            .connect()) {
      component.register("com.example.procedure", (arguments, details) -> 1);
      Subscription topic = component.subscribe("com.example.topic", (arguments, details) -> {});

      // When
      router.link().cut();

      // Then
      await()
          .until(
              () -> log.heard.equals(List.of("connected", "disconnected IO_ERROR", "connected")));
      assertEquals(2, router.sent(Register.class).size());
      assertEquals(2, router.sent(Subscribe.class).size());
      assertTrue(topic.isStanding());
      List<Call> testaments = router.sent(Call.class);
      assertEquals(2, testaments.size());
      assertEquals("wamp.session.add_testament", testaments.getLast().procedure());
      assertEquals(
          List.of("com.example.status", List.of(), Map.of("state", "offline")),
          ScriptedRouter.args(testaments.getLast()));
      assertEquals(
          Map.of("publish_options", Map.of("retain", true), "scope", "destroyed"),
          ScriptedRouter.kwargs(testaments.getLast()));
    }
  }

  @Test
  void testamentsAreInPlaceBeforeAnythingElse() {
    // When
    try (Component component =
        builder()
            .register("com.example.procedure", RegisterOptions.DEFAULT, (arguments, details) -> 1)
            .testament("com.example.status", null, PublishOptions.DEFAULT)
            .connect()) {

      // Then
      assertTrue(component.isConnected());
      List<Message> sent = router.sent;
      assertInstanceOf(Hello.class, sent.get(0));
      assertInstanceOf(Call.class, sent.get(1));
      assertInstanceOf(Register.class, sent.get(2));
    }
  }

  @Test
  void whatWasClosedIsNotAskedForAgain() {
    // Given
    try (Component component = builder().connect()) {
      Registration gone = component.register("com.example.gone", (arguments, details) -> 1);
      component.register("com.example.kept", (arguments, details) -> 2);
      gone.close();
      await().until(() -> !router.stands("com.example.gone"));

      // When
      router.link().cut();

      // Then
      await().until(() -> log.heard.size() == 3);
      assertFalse(router.stands("com.example.gone"));
      assertTrue(router.stands("com.example.kept"));
      assertFalse(gone.isStanding());
    }
  }

  @Test
  void publishingAndCallingOfflineFailAtOnceAndSendNothing() {
    // Given
    CountDownLatch paused = new CountDownLatch(1);
    router.failNext(1);
    LifecycleTime stuck =
        new LifecycleTime() {
          @Override
          public boolean await(java.util.concurrent.CompletionStage<?> until, Duration atMost)
              throws InterruptedException {
            return REAL.await(until, atMost);
          }

          @Override
          public void pause(java.util.concurrent.CompletionStage<?> until, Duration delay)
              throws InterruptedException {
            paused.countDown();
            REAL.await(until, Duration.ofMinutes(1));
          }

          @Override
          public long nanoTime() {
            return 0;
          }
        };
    try (Component component = builder().time(stuck, EVEN).start()) {
      await().until(() -> paused.getCount() == 0);

      // When
      NotConnectedException publish =
          assertThrows(NotConnectedException.class, () -> component.publish("com.t", 1));
      assertThrows(NotConnectedException.class, () -> component.call("com.p"));

      // Then
      assertEquals("PUBLISH com.t: not connected to realm factory, not sent", publish.getMessage());
      assertEquals(List.of(), router.sent);
      assertFalse(component.isConnected());
    }
  }

  @Test
  void whatIsRegisteredOfflineIsMadeWhenASessionComes() {
    // Given
    CountDownLatch go = new CountDownLatch(1);
    router.script(
        Hello.class,
        hello -> {
          awaitLatch(go);
          return router.consent(hello);
        });

    // When
    try (Component component = builder().start()) {
      Registration registration =
          component.register("com.example.early", (arguments, details) -> 1);
      assertFalse(registration.isStanding());
      go.countDown();

      // Then
      await().until(registration::isStanding);
    }
  }

  @Test
  void aRefusedSessionFailsConnectAtOnce() {
    // Given
    router.script(Hello.class, _ -> new Abort(Dict.EMPTY, ErrorUri.NO_SUCH_REALM, Payload.NONE));

    // When
    JoinRefusedException refused =
        assertThrows(JoinRefusedException.class, () -> builder().connect());

    // Then
    assertEquals(ErrorUri.NO_SUCH_REALM, refused.reason());
  }

  @Test
  void aRouterThatIsNotThereInTimeFailsConnectWithTheLastFailure() {
    // Given
    router.failNext(Integer.MAX_VALUE / 1_000_000);

    // When
    NotConnectedException failure =
        assertThrows(
            NotConnectedException.class,
            () ->
                Component.builder(router)
                    .realm("factory")
                    .connectTimeout(Duration.ofMillis(50))
                    .connect());

    // Then
    assertEquals("connection refused", failure.getCause().getMessage());
  }

  @Test
  void aStartedComponentKeepsTryingWhenItIsRefused() {
    // Given
    AtomicInteger hellos = new AtomicInteger();
    router.script(
        Hello.class,
        hello ->
            hellos.incrementAndGet() < 3
                ? new Abort(Dict.EMPTY, ErrorUri.AUTHENTICATION_FAILED, Payload.NONE)
                : router.consent(hello));

    // When
    try (Component component = builder().start()) {

      // Then
      await().until(component::isConnected);
      await().until(() -> log.heard.equals(List.of("failed 1", "failed 2", "connected")));
    }
  }

  @Test
  void aRegistrationRefusedAtConnectFailsConnect() {
    // Given
    router.script(Register.class, register -> refusal(register, ErrorUri.PROCEDURE_ALREADY_EXISTS));

    // When
    WampError error =
        assertThrows(
            WampError.class,
            () ->
                builder()
                    .register("com.p", RegisterOptions.DEFAULT, (arguments, details) -> 1)
                    .connect());

    // Then
    assertEquals(ErrorUri.PROCEDURE_ALREADY_EXISTS, error.uri());
  }

  @Test
  void aRegistrationRefusedAfterALossIsToldAndAskedForAgain() {
    // Given
    try (Component component = builder().connect()) {
      Registration registration = component.register("com.p", (arguments, details) -> 1);
      AtomicInteger refusals = new AtomicInteger();
      router.script(
          Register.class,
          register ->
              refusals.incrementAndGet() <= 2
                  ? refusal(register, ErrorUri.PROCEDURE_ALREADY_EXISTS)
                  : router.consent(register));

      // When
      router.link().cut();

      // Then
      await().until(() -> refusals.get() == 3 && registration.isStanding());
      assertTrue(
          log.heard.contains("refused com.p " + ErrorUri.PROCEDURE_ALREADY_EXISTS),
          log.heard.toString());
      assertEquals(2, router.links.size());
    }
  }

  @Test
  void aRevokedRegistrationIsToldAndAskedForAgain() {
    // Given
    try (Component component = builder().connect()) {
      Registration registration = component.register("com.p", (arguments, details) -> 1);

      // When
      router
          .link()
          .deliver(
              new Unregistered(
                  0, Dict.of("registration", router.idOf("com.p"), "reason", "com.reason")));

      // Then
      await().until(() -> router.sent(Register.class).size() == 2 && registration.isStanding());
      assertTrue(log.heard.contains("refused com.p com.reason"), log.heard.toString());
    }
  }

  @Test
  void aConnectorThatThrowsIsTriedAgain() {
    // Given
    AtomicInteger attempts = new AtomicInteger();
    Connector faulty =
        new Connector() {
          @Override
          public CompletionStage<Transport> connect(TransportHandler handler) {
            if (attempts.incrementAndGet() == 1) {
              throw new IllegalArgumentException("a bug of the connector");
            }
            return router.connect(handler);
          }

          @Override
          public String target() {
            return "faulty";
          }
        };

    // When
    try (Component component =
        Component.builder(faulty).realm("factory").listener(log).time(time, EVEN).connect()) {

      // Then
      assertTrue(component.isConnected());
      assertEquals(List.of("failed 1", "connected"), log.heard);
    }
  }

  @Test
  void nothingStandsWhileThereIsNoSession() {
    // Given
    try (Component component = Component.builder(router).realm("factory").connect()) {
      Registration registration = component.register("com.p", (arguments, details) -> 1);
      router.failNext(1000);

      // When
      router.link().cut();

      // Then
      await().until(() -> !component.isConnected() && !registration.isStanding());
    }
  }

  @RepeatedTest(50)
  void aLinkThatIsLostWhileEverythingIsAskedForIsFollowedByANewSession() {
    // Given: the first REGISTER is answered with the end of the link
    AtomicInteger asked = new AtomicInteger();
    router.script(
        Register.class,
        register -> {
          if (asked.incrementAndGet() == 1) {
            router.link().cut();
            return null;
          }
          return router.consent(register);
        });

    // When
    try (Component component =
        builder().register("com.p", RegisterOptions.DEFAULT, (arguments, details) -> 1).connect()) {

      // Then
      assertTrue(component.isConnected());
      assertEquals(2, router.links.size());
    }
  }

  @Test
  void aSessionThatLastedResetsTheDelay() {
    // Given
    router.failNext(4);
    try (Component component = builder().connect()) {
      time.nanos.addAndGet(Lifecycle.STABLE.toNanos());

      // When
      router.link().cut();

      // Then
      await().until(() -> log.heard.getLast().equals("connected") && router.links.size() == 2);
      assertEquals(List.of(100L, 200L, 400L, 800L, 100L), time.millis());
      assertTrue(component.isConnected());
    }
  }

  @Test
  void aSessionThatFlapsDoesNotResetTheDelay() {
    // Given
    router.failNext(2);
    try (Component component = builder().connect()) {

      // When
      router.link().cut();

      // Then
      await().until(() -> router.links.size() == 2 && component.isConnected());
      assertEquals(List.of(100L, 200L, 400L), time.millis());
    }
  }

  @Test
  void aGoodbyeOfTheRouterIsFollowedByANewSession() {
    // Given
    try (Component component = builder().connect()) {
      long before = component.session().orElseThrow().id();

      // When
      router.link().deliver(new Goodbye(Dict.EMPTY, "wamp.close.system_shutdown"));

      // Then
      await().until(() -> component.session().filter(now -> now.id() != before).isPresent());
      assertEquals("disconnected SHUTDOWN", log.heard.get(1));
    }
  }

  @Test
  void closingSaysGoodbyeAndDoesNotComeBack() {
    // Given
    Component component = builder().connect();

    // When
    component.close();
    component.close();

    // Then
    assertEquals("wamp.close.close_realm", router.last(Goodbye.class).reason());
    assertEquals(1, router.sent(Goodbye.class).size());
    assertEquals(List.of("connected", "disconnected NORMAL"), log.heard);
    assertEquals(1, router.links.size());
    assertFalse(component.isConnected());
  }

  @Test
  void closingFromAListenerDoesNotWaitForItself() {
    // Given
    Component[] component = new Component[1];
    CountDownLatch there = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);

    // When
    component[0] =
        builder()
            .listener(
                new LifecycleListener() {
                  @Override
                  public void connected(JoinedSession session) {
                    awaitLatch(there);
                    component[0].close();
                    closed.countDown();
                  }
                })
            .start();
    there.countDown();

    // Then
    awaitLatch(closed);
    await().until(() -> log.heard.contains("disconnected NORMAL"));
  }

  @Test
  void aListenerThatFailsDoesNotStopTheComponent() {
    // Given
    try (Component component =
        builder()
            .listener(
                new LifecycleListener() {
                  @Override
                  public void connected(JoinedSession session) {
                    throw new IllegalStateException("a mistake of the author");
                  }
                })
            .connect()) {

      // When
      router.link().cut();

      // Then
      await().until(() -> router.links.size() == 2 && component.isConnected());
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
