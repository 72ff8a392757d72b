package io.junctor.server;

import io.junctor.router.Authorizer;
import io.junctor.router.AuthorizerSettings;
import io.junctor.router.Realm;
import io.junctor.router.RealmStats;
import io.junctor.wamp.auth.Authenticator;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Ids;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.session.IdGenerator;
import io.junctor.wamp.session.Realms;
import io.junctor.wamp.session.RouterSession;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportAcceptor;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.transport.TransportHandler;
import io.junctor.wamp.uri.CloseUri;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The router with its threads: takes links, owns the realms, ends orderly.
 *
 * <p>Thread-safe. Threads: those of the transports, which do the realms' work as well ({@link
 * RealmLoop}); two for handshakes (key derivation costs CPU and must not hold up an event loop),
 * one timer, virtual ones for links inside the process; all daemons.
 */
public final class RouterServer implements TransportAcceptor, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RouterServer.class);

  private static final int HANDSHAKE_THREADS = 2;

  private final ServerLimits limits;
  private final Budget inboundBudget;
  private final Budget outboxBudget;
  private final SteadyClock clock = new SteadyClock();
  private final IdGenerator ids = randomIds();
  private final Map<String, OpenRealm> realms = new ConcurrentHashMap<>(); // name -> realm
  private final Set<ServerSession> sessions = ConcurrentHashMap.newKeySet();
  private final ExecutorService handshakes =
      Executors.newFixedThreadPool(
          HANDSHAKE_THREADS, Thread.ofPlatform().name("handshake-", 0).daemon().factory());
  private final Attempts attempts;
  private final AttemptQueue attemptQueue;
  private final HandshakeLanes lanes = new HandshakeLanes(handshakes);
  private final ExecutorService local =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("local-", 0).factory());
  private final RouterTimer timer = new RouterTimer();
  private final Timekeeper handshakeTime;
  private final HalfOpen halfOpen;
  private volatile boolean closing;

  private record OpenRealm(Authenticator authenticator, RealmLoop loop) {}

  /** A router without realms. */
  public RouterServer(ServerLimits limits) {
    this(limits, null);
  }

  /** The same whose handshakes go by another time; null for that of the JVM. */
  RouterServer(ServerLimits limits, @Nullable Timekeeper handshakeTime) {
    this.limits = limits;
    this.handshakeTime = handshakeTime == null ? timer : handshakeTime;
    this.inboundBudget = new Budget(limits.inbound().allBytesMax());
    this.outboxBudget = new Budget(limits.outbox().allBytesMax());
    this.attempts = new Attempts(limits.attempts(), this.handshakeTime::nanoTime);
    this.attemptQueue = new AttemptQueue(limits.attempts(), this.handshakeTime);
    this.halfOpen = new HalfOpen(limits.halfOpenPerHostMax());
  }

  /**
   * Opens a realm. Any thread, at any time.
   *
   * @throws IllegalArgumentException when there is one of that name, or no room for another.
   */
  public void addRealm(RealmSetup setup) {
    Realm realm =
        new Realm(
            setup.name(),
            setup.authorizer(),
            setup.journal(),
            publicationIds(),
            Serializers::of,
            setup.limits(),
            setup.policy(),
            clock);
    setup.procedures().forEach(realm::addProcedure);
    RealmLoop loop =
        new RealmLoop(realm, setup.journal(), clock, local, timer::after, setup.resume());
    Authenticator guarded =
        new GuardedAuthenticator(
            setup.name(), setup.authenticator(), attempts, attemptQueue, log::warn);
    OpenRealm opened = new OpenRealm(guarded, loop);
    synchronized (realms) {
      if (realms.containsKey(setup.name())) {
        throw new IllegalArgumentException("there is a realm " + setup.name() + " already");
      }
      if (closing || realms.size() >= limits.realmsMax()) {
        throw new IllegalArgumentException(
            closing ? "the router stops" : "there are " + limits.realmsMax() + " realms already");
      }
      realms.put(setup.name(), opened);
    }
    if (setup.asks() != null) {
      var _ = loop.setPermissions(setup.authorizer(), setup.asks());
    }
    log.info("realm opened realm={}", setup.name());
  }

  /**
   * Removes a realm: nobody can join it any more, its sessions get GOODBYE {@code
   * wamp.close.close_realm}. Returns at once; a new realm may have the name from now on.
   *
   * @return false when there is none of that name.
   */
  public boolean removeRealm(String name) {
    OpenRealm open;
    synchronized (realms) {
      open = realms.remove(name);
      if (open == null) {
        return false;
      }
    }
    Dict text = Dict.of("message", "the realm is removed");
    open.loop().close(new Goodbye(text, CloseUri.CLOSE_REALM), CloseCause.SHUTDOWN);
    log.info("realm removed realm={}", name);
    return true;
  }

  /** The names of the realms, sorted. */
  public List<String> realms() {
    return realms.keySet().stream().sorted().toList();
  }

  /**
   * From now on others decide what sessions of a realm may do; what they have and may not have any
   * more is taken away.
   *
   * @param asks the procedure that is asked where the authorizer does not know; null for none.
   * @return done when it counts.
   * @throws IllegalArgumentException when there is no such realm.
   */
  public CompletableFuture<Void> setPermissions(
      String realm, Authorizer authorizer, @Nullable AuthorizerSettings asks) {
    RealmLoop loop = loop(realm);
    if (loop == null) {
      throw new IllegalArgumentException("there is no realm " + realm);
    }
    return loop.setPermissions(authorizer, asks);
  }

  /** Joins components of this process. */
  public Connector localConnector() {
    return new LocalConnector(this, local);
  }

  /**
   * Joins peers of another protocol, which this process speaks with them.
   *
   * @param peer their address: {@code 192.0.2.7:40112}. It is shown, logged, and counted with what
   *     else comes from that host when somebody fails to authenticate.
   * @param secure whether nobody between them and this process can read what they say.
   */
  public Connector localConnector(String peer, boolean secure) {
    if (peer.equals(TransportDetails.THIS_PROCESS)) {
      throw new IllegalArgumentException("peer: expected an address, got that of this process");
    }
    return new LocalConnector(this, local, peer, secure);
  }

  @Override
  public TransportHandler accept(Transport transport) {
    if (closing || sessions.size() >= limits.connectionsMax()) {
      log.warn(
          "link refused peer={} cause={}",
          transport.details().peer(),
          closing ? "shutting down" : "more than " + limits.connectionsMax() + " links");
      transport.close(closing ? CloseCause.SHUTDOWN : CloseCause.LIMIT);
      return Refused.INSTANCE;
    }
    boolean counted = isCounted(transport);
    if (counted && !halfOpen.begin(peer(transport))) {
      log.debug("link refused peer={} cause=too many that have not joined", peer(transport));
      transport.close(CloseCause.LIMIT);
      return Refused.INSTANCE;
    }
    Realms lookup = this::authenticator;
    RouterSession machine = new RouterSession(lookup, ids, transport.details());
    ServerSession session =
        new ServerSession(this, transport, machine, new Mailbox(lanes.open(peer(transport))));
    sessions.add(session);
    return session;
  }

  /** Counters of a realm; null when there is none of that name. */
  public @Nullable CompletableFuture<RealmStats> stats(String realm) {
    OpenRealm open = realms.get(realm);
    return open == null ? null : open.loop().stats();
  }

  /** Events dropped because open sessions did not keep up. */
  public long droppedEvents() {
    return sessions.stream().mapToLong(ServerSession::droppedEvents).sum();
  }

  /**
   * Says GOODBYE to everybody, waits for their answers up to {@link ServerLimits#drainTimeout}, and
   * ends the realms. Listeners are to be closed before.
   */
  @Override
  public void close() {
    synchronized (realms) { // a realm is opened before it or not at all
      closing = true;
    }
    Dict text = Dict.of("message", "the router is shutting down");
    Goodbye goodbye = new Goodbye(text, CloseUri.SYSTEM_SHUTDOWN);
    realms.values().forEach(realm -> realm.loop().close(goodbye, CloseCause.SHUTDOWN));
    Abort abort = new Abort(text, CloseUri.SYSTEM_SHUTDOWN, Payload.NONE);
    sessions.forEach(session -> session.abortHandshake(abort));
    try {
      awaitNoSessions();
      for (OpenRealm realm : realms.values()) {
        realm.loop().stop(limits.drainTimeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    timer.stop();
    handshakes.shutdownNow();
    local.shutdown();
  }

  private void awaitNoSessions() throws InterruptedException {
    long deadline = System.nanoTime() + limits.drainTimeout().toNanos();
    while (!sessions.isEmpty() && System.nanoTime() < deadline) {
      synchronized (sessions) {
        sessions.wait(10);
      }
    }
  }

  ServerLimits limits() {
    return limits;
  }

  @Nullable RealmLoop loop(String realm) {
    OpenRealm open = realms.get(realm);
    return open == null ? null : open.loop();
  }

  private static boolean isCounted(Transport transport) {
    return switch (transport.details().kind()) {
      case LOCAL, RAWSOCKET_UNIX -> false;
      default -> true;
    };
  }

  /** A session has joined, or its link ended before; once for each. */
  void handshakeOver(Transport transport) {
    if (isCounted(transport)) {
      halfOpen.end(peer(transport));
    }
  }

  /** A session has left, or was made to, with {@code wamp.close.logout}. */
  void loggedOut(ServerSession session, SessionDetails who) {
    OpenRealm open = realms.get(who.realm());
    if (open != null) {
      open.authenticator().onLogout(who.transport());
    }
    Browser browser = Browser.of(who);
    if (browser != null) {
      sessions.stream().filter(other -> other != session).forEach(other -> other.onLogout(browser));
    }
  }

  void removed(ServerSession session, Transport transport) {
    lanes.close(peer(transport));
    sessions.remove(session);
    synchronized (sessions) {
      sessions.notifyAll();
    }
  }

  /** Runs tasks later; never once the router has stopped. */
  RouterTimer timer() {
    return timer;
  }

  /** The time by which peers have to join. */
  Timekeeper handshakeTime() {
    return handshakeTime;
  }

  /** Where attempts to log in wait. */
  AttemptQueue attemptQueue() {
    return attemptQueue;
  }

  /** What waits for the realms. */
  Budget inboundBudget() {
    return inboundBudget;
  }

  /** What waits for the peers. */
  Budget outboxBudget() {
    return outboxBudget;
  }

  private static String peer(Transport transport) {
    return transport.details().peer();
  }

  private @Nullable Authenticator authenticator(String realm) {
    OpenRealm open = realms.get(realm);
    return open == null ? null : open.authenticator();
  }

  /**
   * Random as the specification asks for, but nobody gains from guessing the next one, so a fast
   * generator will do: the secure one costs as much as the rest of a publication. For one realm.
   */
  private static IdGenerator publicationIds() {
    SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
    return () -> random.nextLong(Ids.MIN, Ids.MAX + 1);
  }

  private static IdGenerator randomIds() {
    SecureRandom random = new SecureRandom();
    return () -> random.nextLong(Ids.MIN, Ids.MAX + 1);
  }

  /** For links that were refused. */
  private enum Refused implements TransportHandler {
    INSTANCE;

    @Override
    public void onMessage(Message message) {}

    @Override
    public void onViolation(ProtocolViolation violation) {}

    @Override
    public void onWritable() {}

    @Override
    public void onClosed(CloseCause cause, String detail) {}
  }
}
