package io.junctor.app.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.component.session.IncomingCall;
import io.junctor.component.session.InvocationHandler;
import io.junctor.component.session.SessionEnd;
import io.junctor.component.session.SessionSettings;
import io.junctor.component.session.WampSession;
import io.junctor.router.Action;
import io.junctor.router.Disclosure;
import io.junctor.router.Journal;
import io.junctor.router.Permission;
import io.junctor.router.RouterLimits;
import io.junctor.router.StaticAuthorizer;
import io.junctor.server.RealmSetup;
import io.junctor.server.ResumeLimits;
import io.junctor.server.RouterServer;
import io.junctor.server.ServerLimits;
import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Over a line that breaks at random: nothing is lost, nothing comes twice, and the order holds, in
 * both directions; and where the bounds do not allow that, the session ends and says so.
 */
class ResumePropertyTest {

  private static final String REALM = "test";
  private static final String TO_CLIENT = "com.example.down";
  private static final String FROM_CLIENT = "com.example.up";
  private static final int MESSAGES = 100;
  private static final int PATIENCE_SECONDS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

  private final List<WampSession> sessions = new ArrayList<>();
  private RouterServer router;
  private CutLine line;

  @AfterEach
  void stop() {
    sessions.forEach(session -> session.close(CloseCause.SHUTDOWN));
    router.close();
    line.close();
  }

  private void start(ResumeLimits limits, long seed, int longest) {
    router = new RouterServer(ServerLimits.DEFAULT);
    Permission all =
        new Permission("", MatchPolicy.PREFIX, EnumSet.allOf(Action.class), Disclosure.ALWAYS);
    router.addRealm(
        new RealmSetup(
                REALM,
                (_, _) -> new AuthStep.Accept(new Identity("somebody", "role", "test", "test")),
                new StaticAuthorizer(Map.of("role", List.of(all))),
                Journal.NONE,
                RouterLimits.DEFAULT)
            .withResume(limits));
    // a handshake is two messages: sometimes it is cut, too
    line = new CutLine(router, new SplittableRandom(seed), bits -> 1 + bits % longest);
  }

  private WampSession join(Connector connector, Duration resumeWithin) throws Exception {
    WampSession session = new WampSession(SessionSettings.of(REALM).withResumeWithin(resumeWithin));
    sessions.add(session);
    await(session.join(connector));
    return session;
  }

  /** Joins over the line; until a session stands nothing protects the handshake. */
  private WampSession joinOverTheLine() throws Exception {
    while (true) {
      try {
        return join(line, PATIENCE);
      } catch (java.util.concurrent.ExecutionException cutInTheHandshake) {
        assertTrue(line.cuts() > 0, cutInTheHandshake::toString);
      }
    }
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static Payload number(int number) {
    return Serializers.of(Format.CBOR).payload(List.of(number), Map.of());
  }

  private static int number(Payload payload) {
    return ((Number) Serializers.of(payload.format()).args(payload).getFirst()).intValue();
  }

  private static BlockingQueue<Integer> numbers(WampSession session, String topic)
      throws Exception {
    BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
    await(
        session.subscribe(
            topic, Dict.EMPTY, (Event event) -> received.add(number(event.payload()))));
    return received;
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
    return taken;
  }

  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyEventCallAndPublicationComesOnceAndInOrder(long seed) throws Exception {
    // Given
    start(ResumeLimits.DEFAULT, seed, 40);
    WampSession other = join(router.localConnector(), null);
    BlockingQueue<Integer> ends = numbers(other, "wamp.session.on_leave");
    WampSession client = joinOverTheLine();
    BlockingQueue<Integer> atClient = numbers(client, TO_CLIENT);
    BlockingQueue<Integer> atOther = numbers(other, FROM_CLIENT);
    BlockingQueue<Integer> invoked = new LinkedBlockingQueue<>();
    await(
        client.register(
            "com.example.double",
            Dict.EMPTY,
            new InvocationHandler() {
              @Override
              public void onInvocation(IncomingCall call) {
                invoked.add(number(call.invocation().payload()));
                call.result(Dict.EMPTY, number(2 * number(call.invocation().payload())));
              }
            }));
    ends.clear(); // of handshakes that were cut
    int cutsBefore = line.cuts();
    // When
    List<CompletionStage<Result>> results = new ArrayList<>();
    List<CompletionStage<?>> confirmed = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      confirmed.add(other.publish(TO_CLIENT, Dict.EMPTY, number(i)));
      confirmed.add(client.publish(FROM_CLIENT, Dict.of("acknowledge", true), number(i)));
      results.add(other.call("com.example.double", number(i)));
      if (i % 10 == 9) { // as fast as the slower of the two
        await(results.getLast());
      }
    }
    // Then
    assertEquals(upTo(MESSAGES), take(atClient, MESSAGES));
    assertEquals(upTo(MESSAGES), take(atOther, MESSAGES));
    assertEquals(upTo(MESSAGES), take(invoked, MESSAGES));
    for (int i = 0; i < MESSAGES; i++) {
      assertEquals(2 * i, number(await(results.get(i)).payload()));
    }
    for (CompletionStage<?> one : confirmed) {
      await(one);
    }
    // the answer to one more call comes after everything that could have come twice
    await(other.call("com.example.double", number(0)));
    assertTrue(atClient.isEmpty() && atOther.isEmpty() && ends.isEmpty());
    assertTrue(line.cuts() - cutsBefore > 5, "it was cut " + line.cuts() + " times");
  }

  @Test
  void aSessionThatMissedMoreThanIsKeptEndsAndSaysSo() throws Exception {
    // Given
    start(new ResumeLimits(8, PATIENCE, 10, 1 << 20), 1, Integer.MAX_VALUE);
    WampSession other = join(router.localConnector(), null);
    WampSession client = join(line, PATIENCE);
    BlockingQueue<Integer> atClient = numbers(client, TO_CLIENT);
    BlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
    await(other.subscribe("wamp.session.on_leave", Dict.EMPTY, _ -> ends.add(1)));
    // When
    line.setDown(true);
    for (int i = 0; i < 20; i++) {
      await(other.publish(TO_CLIENT, Dict.of("acknowledge", true), number(i)));
    }
    line.setDown(false);
    // Then
    SessionEnd end = await(client.left());
    take(ends, 1);
    assertEquals("the router did not keep the session", end.detail());
    assertTrue(atClient.isEmpty(), "part of it would look like all of it");
  }

  @Test
  void aLineThatStaysDownEndsTheSessionInTime() throws Exception {
    start(ResumeLimits.DEFAULT, 1, Integer.MAX_VALUE);
    WampSession client = join(line, Duration.ofMillis(300));
    CompletableFuture<?> waiting =
        client
            .publish("com.example.up", Dict.of("acknowledge", true), number(1))
            .toCompletableFuture();
    await(waiting);

    line.setDown(true);

    assertEquals(CloseCause.IO_ERROR, await(client.left()).cause());
  }
}
