package io.junctor.app.node;

import io.junctor.app.config.CookieConfig;
import io.junctor.app.config.DynamicConfig;
import io.junctor.app.config.GatewayConfig;
import io.junctor.app.config.StoreConfig;
import io.junctor.netty.CookieOptions;
import io.junctor.netty.NettyLoops;
import io.junctor.netty.http.HttpRoutes;
import io.junctor.router.Journal;
import io.junctor.router.RealmStats;
import io.junctor.server.RouterServer;
import io.junctor.store.DirectoryFiles;
import io.junctor.store.Outbox;
import io.junctor.store.StoreLimits;
import io.junctor.wamp.auth.Authenticator;
import io.junctor.wamp.auth.CookieAuthenticator;
import io.junctor.wamp.auth.Recall;
import io.junctor.wamp.auth.StaticAuthenticator;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running gateway. {@link #start(GatewayPlan)} opens everything or nothing; {@link #close} ends
 * in the reverse order. Any thread.
 */
public final class GatewayNode implements RunningNode {

  private static final Logger log = LoggerFactory.getLogger(GatewayNode.class);

  /**
   * Event loops for sockets. A second one keeps others going while one decodes a large frame; on
   * one core it would only cost the way from one to the other.
   */
  private static final int EVENT_LOOPS = Math.min(2, Runtime.getRuntime().availableProcessors());

  /** A link inside the process is lost only when the router is closed. */
  private static final Duration LOCAL_RETRY_MAX = Duration.ofSeconds(1);

  private final GatewayConfig config;
  private final WorkerAccess workers;
  private final @Nullable DynamicPart authenticator; // null without an authenticator procedure
  private final ConsoleAccess access;
  private final Health health = new Health();
  private final RouterServer router;
  private final NettyLoops loops;

  private volatile int sessions; // as the realm answered last

  // set while opening
  private @Nullable Things things; // null where they run in workers
  private @Nullable WorkerDoor workerDoor; // null where they do not
  private @Nullable UplinkPart uplink;
  private @Nullable Outbox outbox;
  private @Nullable Listeners listeners;
  private @Nullable Mqtt mqtt;
  private @Nullable Components components; // null without any
  private @Nullable CookieFile cookies; // null without cookies

  private GatewayNode(
      GatewayConfig config,
      WorkerAccess workers,
      Recall principals,
      @Nullable DynamicPart authenticator) {
    this.config = config;
    this.workers = workers;
    this.authenticator = authenticator;
    this.access = new ConsoleAccess(config.realm(), workers, principals);
    this.router = new RouterServer(Bounds.ofServer(config.limits()));
    this.loops = NettyLoops.start("net", EVENT_LOOPS, config.limits().halfSentBytes());
  }

  /**
   * Opens router, things and listeners.
   *
   * @throws IOException when something cannot be opened; says what and why, and nothing stays open.
   */
  public static GatewayNode start(GatewayPlan plan) throws IOException {
    return start(plan, null);
  }

  /**
   * The same, with somebody who looks after the outputs when this process is dead.
   *
   * @param outputs where to write what {@code outputs-safe} is to do; null for nowhere.
   * @throws IOException as {@link #start(GatewayPlan)}; also when the file cannot be written.
   */
  public static GatewayNode start(GatewayPlan plan, @Nullable Path outputs) throws IOException {
    return start(plan, true, outputs);
  }

  /**
   * Opens router, listeners and the socket that workers bring the things over.
   *
   * @throws IOException as {@link #start(GatewayPlan)}; also when a configured user does not exist.
   * @throws IllegalArgumentException when the configuration has no workers.
   */
  public static GatewayNode startRouter(GatewayPlan plan) throws IOException {
    return start(plan, false, null);
  }

  private static GatewayNode start(GatewayPlan plan, boolean withThings, @Nullable Path outputs)
      throws IOException {
    DynamicConfig dynamic = plan.config().authentication().dynamic();
    DynamicPart procedure =
        dynamic == null ? null : new DynamicPart(dynamic, plan.config().realm());
    StaticAuthenticator configured = Principals.authenticator(plan.config(), procedure);
    Authenticator principals = UplinkPart.admitting(DynamicPart.admitting(configured));
    WorkerAccess workers =
        withThings ? WorkerAccess.none(principals) : WorkerAccess.of(plan, principals);
    GatewayNode node = new GatewayNode(plan.config(), workers, configured, procedure);
    try {
      node.open(plan, withThings, outputs);
      return node;
    } catch (IOException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void open(GatewayPlan plan, boolean withThings, @Nullable Path outputs)
      throws IOException {
    CookieConfig cookie = config.authentication().cookie();
    CookieFile kept = cookie == null ? null : CookieFile.open(cookie);
    cookies = kept;
    Administration administration =
        new Administration(
            router, config.realm(), Bounds.ofRealm(config.limits()), Principals::authenticator);
    administration.openOwn(
        new RealmRoles(Permissions.ownRoles(config), config.roles(), config.authorizer()),
        kept == null ? access : new CookieAuthenticator(kept.cookies(), access, access),
        openJournal(plan.journalWrapper()),
        Policies.of(config),
        config.resume());
    config.realms().forEach(administration::open);
    if (authenticator != null) {
      authenticator.start(router.localConnector());
    }
    health.add("realm " + config.realm(), this::realmStats);
    health.add("event loops", loops::probe);
    if (withThings) {
      Things started =
          Things.start(plan, Placement.ALL, router.localConnector(), LOCAL_RETRY_MAX, outputs);
      things = started;
      started.addTo(health);
    } else {
      workerDoor = WorkerDoor.open(config.workers(), loops, workers.guard(router));
    }
    if (config.uplink() != null) {
      uplink = UplinkPart.start(config, config.uplink(), router.localConnector(), loops, outbox);
    }
    boolean hasConsole =
        config.listen().stream().anyMatch(one -> one.speaksHttp() && one.console());
    HttpRoutes routes = hasConsole ? ConsoleRoutes.of(config, access, health) : HttpRoutes.NONE;
    listeners =
        Listeners.start(
            config.listen(), config.limits(), loops, router, routes, options(cookie, kept));
    mqtt = Mqtt.start(config, loops, router.localConnector(), access);
    components = Components.start(config, loops, router, access);
  }

  private static @Nullable CookieOptions options(
      @Nullable CookieConfig config, @Nullable CookieFile kept) {
    return config == null || kept == null
        ? null
        : new CookieOptions(config.name(), config.keepFor(), kept.cookies()::isBound);
  }

  private Journal openJournal(UnaryOperator<Journal> wrapper) throws IOException {
    if (config.uplink() == null || config.uplink().store() == null) {
      return Journal.NONE;
    }
    StoreConfig store = config.uplink().store();
    Outbox opened =
        Outbox.open(
            new DirectoryFiles(Path.of(store.directory())),
            limits(store),
            new SecureRandom().nextLong());
    outbox = opened;
    return wrapper.apply(opened.journal(UplinkPlan.of(config, config.uplink()).durable()));
  }

  private static StoreLimits limits(StoreConfig store) {
    StoreLimits.WhenFull whenFull =
        switch (store.whenFull()) {
          case REFUSE -> StoreLimits.WhenFull.REFUSE;
          case DROP_OLDEST -> StoreLimits.WhenFull.DROP_OLDEST;
        };
    Duration keepFor = store.keepFor();
    return StoreLimits.DEFAULT
        .withBytesMax((long) store.megabytes() << 20)
        .with(whenFull)
        .withTimeToLive(keepFor == null ? Duration.ZERO : keepFor);
  }

  private CompletableFuture<RealmStats> realmStats() {
    CompletableFuture<RealmStats> stats = router.stats(config.realm());
    if (stats == null) {
      throw new IllegalStateException("there is no realm " + config.realm());
    }
    return stats.whenComplete((now, failed) -> sessions = now == null ? 0 : now.sessions());
  }

  /** Where it can be reached, {@code kind=address} each. */
  @Override
  public List<String> addresses() {
    List<String> addresses = new ArrayList<>();
    if (listeners != null) {
      addresses.addAll(listeners.addresses());
    }
    if (mqtt != null) {
      addresses.addAll(mqtt.addresses());
    }
    if (workerDoor != null) {
      addresses.add("workers=" + workerDoor.address());
    }
    return addresses;
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public String status() {
    return "%d listeners, %d sessions".formatted(config.listen().size(), sessions);
  }

  /** Lets browsers in. */
  public ConsoleAccess access() {
    return access;
  }

  /** The realm's name. */
  public String realm() {
    return config.realm();
  }

  /**
   * Nobody gets in any more; outputs go to their safe values and the things say that they are
   * offline; the uplink leaves; everybody who listens hears it and gets GOODBYE; then the links and
   * the outbox are closed.
   */
  @Override
  public void close() {
    if (listeners != null) {
      quietly("listeners", listeners::stopAccepting);
    }
    if (workerDoor != null) {
      quietly("workers' socket", workerDoor::stopAccepting);
    }
    if (mqtt != null) {
      quietly("mqtt listeners", mqtt::stopAccepting);
    }
    if (components != null) {
      quietly("components", components::close);
    }
    if (things != null) {
      quietly("things", things::close);
    }
    if (uplink != null) {
      quietly("uplink", uplink::close);
    }
    if (mqtt != null) { // the brokers have heard that the things are offline
      quietly("mqtt adapters", mqtt::stopAdapters);
    }
    if (authenticator != null) {
      quietly("authenticator", authenticator::close);
    }
    quietly("router", router::close);
    if (outbox != null) {
      quietly("outbox", outbox::close);
    }
    if (cookies != null) {
      quietly("cookies", cookies::close);
    }
    if (listeners != null) {
      quietly("links", listeners::close);
    }
    if (workerDoor != null) {
      quietly("workers' links", workerDoor::close);
    }
    if (mqtt != null) {
      quietly("mqtt links", mqtt::close);
    }
    quietly("event loops", loops::close);
  }

  private static void quietly(String what, Runnable closing) {
    try {
      closing.run();
    } catch (RuntimeException e) {
      log.error("cause={}: {} not closed cleanly", e.toString(), what, e);
    }
  }
}
