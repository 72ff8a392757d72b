package io.junctor.app.fuzz;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.component.Component;
import io.junctor.component.Procedure;
import io.junctor.router.Action;
import io.junctor.router.Disclosure;
import io.junctor.router.Journal;
import io.junctor.router.Permission;
import io.junctor.router.RealmStats;
import io.junctor.router.RouterLimits;
import io.junctor.router.StaticAuthorizer;
import io.junctor.server.RealmSetup;
import io.junctor.server.RouterServer;
import io.junctor.server.ServerLimits;
import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.auth.OpenAuthenticator;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Eight sessions do what they want, one after the other ends, and another one begins; two that
 * behave are served all the time; in the end nothing is left over.
 */
class SessionFuzzTest {

  private static final int FRAMES = Integer.getInteger("junctor.fuzz.frames", 200_000);
  private static final long SEED = Long.getLong("junctor.fuzz.seed", System.nanoTime());

  private static final int LINKS = 8;
  private static final int BETWEEN_HEALTHY_CALLS = 2_000;
  private static final int BETWEEN_STALLS = 500;
  private static final int BETWEEN_PROGRESS = 1_000_000;
  private static final Duration HANG = Duration.ofSeconds(30);

  /** Leftovers of a million frames would be more; a JVM's own ups and downs are less. */
  private static final long HEAP_GROWTH_MAX = 24L << 20;

  private static final String REALM = "fuzz";

  private final Logger logger = Logger.getLogger("io.junctor"); // held, or it is forgotten

  private final Queue<String> severe = new ConcurrentLinkedQueue<>();
  private final Handler listening =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
            severe.add(record.getMessage() + " " + record.getThrown());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private final Random random = new Random(SEED);
  private final FuzzFrames frames = new FuzzFrames(random);
  private final FuzzLink[] links = new FuzzLink[LINKS];
  private final RouterServer server = new RouterServer(ServerLimits.DEFAULT);
  private int opened;

  /** What the healthy callee offers. */
  static final class Echo {
    @Procedure("echo")
    String echo(String text) {
      return text;
    }
  }

  @BeforeEach
  void start() {
    logger.addHandler(listening);
    logger.setUseParentHandlers(false); // thousands of broken-off links
    server.addRealm(
        new RealmSetup(
            REALM,
            (_, link) -> new AuthStep.Accept(identity(link)),
            new StaticAuthorizer(
                Map.of(
                    "fuzz",
                        List.of(
                            all("com.example."),
                            all("wamp.registration."),
                            all("wamp.subscription."),
                            only("wamp.session.list"),
                            only("wamp.session.get"),
                            only("wamp.session.count"),
                            only("wamp.session.on_join"),
                            only("wamp.session.add_testament"),
                            only("wamp.session.flush_testaments")),
                    "healthy", List.of(all("com.healthy.")))),
            Journal.NONE,
            RouterLimits.DEFAULT));
  }

  private static Identity identity(TransportDetails link) {
    String role = link.kind() == TransportDetails.Kind.LOCAL ? "healthy" : "fuzz";
    return new Identity(role, role, "test", "test");
  }

  /** Not to kill others: that would disturb. */
  private static Permission only(String uri) {
    return new Permission(
        uri, MatchPolicy.EXACT, EnumSet.allOf(Action.class), Disclosure.ON_REQUEST);
  }

  private static Permission all(String prefix) {
    return new Permission(
        prefix, MatchPolicy.PREFIX, EnumSet.allOf(Action.class), Disclosure.ON_REQUEST);
  }

  @AfterEach
  void stop() {
    logger.removeHandler(listening);
    logger.setUseParentHandlers(true);
    server.close();
  }

  @Test
  void whateverPeersDoNobodyElseIsDisturbedAndNothingIsLeftOver() throws Exception {
    System.out.printf("session fuzz: %d frames, -Djunctor.fuzz.seed=%d%n", FRAMES, SEED);
    try (Component callee = component().prefix("com.healthy").serve(new Echo()).connect();
        Component caller = component().connect()) {
      feed(FRAMES / 10, caller); // classes are loaded, tables have their size
      endAll();
      long before = heap();
      // When
      feed(FRAMES - FRAMES / 10, caller);
      endAll();
      // Then
      assertEquals("still here", echo(caller, "still here"));
      await()
          .atMost(HANG)
          .untilAsserted(() -> assertTrue(isEmpty(stats()), "left over: " + stats()));
      long grown = heap() - before;
      System.out.printf(
          "session fuzz: %d sessions, heap %+d KiB, %d severe%n",
          opened, grown >> 10, severe.size());
      assertTrue(grown < HEAP_GROWTH_MAX, "heap grew by " + grown);
    }
    assertEquals(List.of(), List.copyOf(severe));
  }

  /** Without the two that behave. */
  private static boolean isEmpty(RealmStats stats) {
    return stats.sessions() <= 2
        && stats.subscriptions() == 0
        && stats.registrations() == 1
        && stats.pendingCalls() == 0
        && stats.waiting() == 0;
  }

  private RealmStats stats() throws Exception {
    return Objects.requireNonNull(server.stats(REALM)).get(HANG.toSeconds(), TimeUnit.SECONDS);
  }

  private io.junctor.component.ComponentBuilder component() {
    return Component.builder(server.localConnector())
        .realm(REALM)
        .authenticator(OpenAuthenticator.local("healthy"));
  }

  private void feed(int count, Component caller) throws Exception {
    for (int i = 1; i <= count; i++) {
      FuzzLink link = link(random.nextInt(LINKS));
      if (!link.feed(frames.next(link, REALM)) || random.nextInt(5_000) == 0) {
        end(link);
      }
      if (i % BETWEEN_STALLS == 0) {
        link(random.nextInt(LINKS)).setWritable(random.nextBoolean());
      }
      if (i % BETWEEN_HEALTHY_CALLS == 0) {
        String text = "call " + i;
        assertEquals(text, echo(caller, text));
      }
      if (i % BETWEEN_PROGRESS == 0) {
        System.out.printf("session fuzz: %d of %d frames, %d sessions%n", i, count, opened);
      }
    }
  }

  /** One that may be fed; a new one in the place of one that ended. */
  private FuzzLink link(int index) throws InterruptedException {
    FuzzLink link = links[index];
    if (link != null && link.isClosed()) {
      end(link);
      link = null;
    }
    if (link == null) {
      link = new FuzzLink(Format.values()[random.nextInt(3)], opened++ % 250);
      link.start(server.accept(link));
      links[index] = link;
      link.feed(
          io.junctor.wamp.serializer.Serializers.of(link.details().format())
              .encode(frames.hello(REALM)));
    }
    long end = System.nanoTime() + HANG.toNanos();
    while (!link.isReading() && !link.isClosed()) {
      Thread.sleep(1);
      assertTrue(System.nanoTime() < end, "a link has not been read for " + HANG);
    }
    return link;
  }

  private void end(FuzzLink link) {
    link.end(CloseCause.PEER_CLOSED);
    if (link.failure() != null) {
      throw new AssertionError("what was sent cannot be read", link.failure());
    }
    for (int i = 0; i < LINKS; i++) {
      if (links[i] == link) {
        links[i] = null;
      }
    }
  }

  private void endAll() {
    for (FuzzLink link : links.clone()) {
      if (link != null) {
        end(link);
      }
    }
  }

  private static String echo(Component caller, String text) {
    return caller.call("com.healthy.echo", String.class, text); // a hang is its time-out
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
