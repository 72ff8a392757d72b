package io.junctor.app.fuzz;

import io.junctor.component.Component;
import io.junctor.component.ComponentBuilder;
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
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Eight sessions do what they want, one after the other ends, and another one begins; two that
 * behave are served all the time; in the end nothing is left over.
 */
final class SessionTarget implements FuzzTarget {

  private static final int LINKS = 8;
  private static final int BETWEEN_HEALTHY_CALLS = 2_000;
  private static final int BETWEEN_STALLS = 500;
  private static final Duration HANG = Duration.ofSeconds(30);
  private static final String REALM = "fuzz";

  private final Random random;
  private final FuzzFrames frames;
  private final FuzzLink[] links = new FuzzLink[LINKS];
  private final RouterServer server = new RouterServer(ServerLimits.DEFAULT);
  private final Component callee;
  private final Component caller;
  private int opened;
  private long fed;

  /** What the healthy callee offers. */
  static final class Echo {
    @Procedure("echo")
    String echo(String text) {
      return text;
    }
  }

  SessionTarget(Random random) {
    this.random = random;
    this.frames = new FuzzFrames(random);
    server.addRealm(
        new RealmSetup(
            REALM,
            (_, link) -> new AuthStep.Accept(identity(link)),
            new StaticAuthorizer(Map.of("fuzz", ofStrangers(), "healthy", ofHealthy())),
            Journal.NONE,
            RouterLimits.DEFAULT));
    callee = component().prefix("com.healthy").serve(new Echo()).connect();
    caller = component().connect();
  }

  private static List<Permission> ofHealthy() {
    return List.of(all("com.healthy."));
  }

  private static List<Permission> ofStrangers() {
    return List.of(
        all("com.example."),
        all("wamp.registration."),
        all("wamp.subscription."),
        all("wamp.reflect"),
        only("wamp.session.list"),
        only("wamp.session.get"),
        only("wamp.session.count"),
        only("wamp.session.on_join"),
        only("wamp.session.add_testament"),
        only("wamp.session.flush_testaments"));
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

  private ComponentBuilder component() {
    return Component.builder(server.localConnector())
        .realm(REALM)
        .authenticator(OpenAuthenticator.local("healthy"));
  }

  @Override
  public String name() {
    return "sessions";
  }

  @Override
  public int weight() {
    return 700; // as much as all decoders together
  }

  /** Sessions so far. */
  int opened() {
    return opened;
  }

  @Override
  public void feed(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      fed++;
      FuzzLink link = link(random.nextInt(LINKS));
      if (!link.feed(frames.next(link, REALM)) || random.nextInt(5_000) == 0) {
        end(link);
      }
      if (fed % BETWEEN_STALLS == 0) {
        link(random.nextInt(LINKS)).setWritable(random.nextBoolean());
      }
      if (fed % BETWEEN_HEALTHY_CALLS == 0) {
        requireHealthy();
      }
    }
  }

  private void requireHealthy() {
    String text = "call " + fed;
    String answer = caller.call("com.healthy.echo", String.class, text); // a hang is its time-out
    if (!answer.equals(text)) {
      throw new AssertionError("expected " + text + ", got " + answer);
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
      link.feed(Serializers.of(link.details().format()).encode(frames.hello(REALM)));
    }
    long end = System.nanoTime() + HANG.toNanos();
    while (!link.isReading() && !link.isClosed()) {
      Thread.sleep(1);
      if (System.nanoTime() > end) {
        throw new AssertionError("a link has not been read for " + HANG);
      }
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

  /** Ends all but the two that behave, and waits until nothing of them is left over. */
  @Override
  public void settle() throws Exception {
    for (FuzzLink link : links.clone()) {
      if (link != null) {
        end(link);
      }
    }
    requireHealthy();
    long end = System.nanoTime() + HANG.toNanos();
    for (RealmStats stats = stats(); !isEmpty(stats); stats = stats()) {
      Thread.sleep(10);
      if (System.nanoTime() > end) {
        throw new AssertionError("left over: " + stats);
      }
    }
  }

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

  @Override
  public void close() {
    callee.close();
    caller.close();
    server.close();
  }
}
