package io.junctor.component;

import io.junctor.component.session.NotConnectedException;
import io.junctor.component.session.SessionException;
import io.junctor.component.session.SessionSettings;
import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.transport.Connector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Says what a component is before it connects. Not thread-safe; use it once. */
public final class ComponentBuilder {

  /** A burst of a fast sensor while its handler writes to a slow disk. */
  private static final int EVENTS_MAX_DEFAULT = 256;

  private static final Duration CONNECT_TIMEOUT_DEFAULT = Duration.ofSeconds(30);

  private final Connector connector;
  private final List<Consumer<Component>> offers = new ArrayList<>();
  private final List<LifecycleListener> listeners = new ArrayList<>();
  private @Nullable String realm;
  private @Nullable ClientAuthenticator authenticator;
  private String prefix = "";
  private int invocationsMax = SessionSettings.INVOCATIONS_MAX_DEFAULT;
  private int eventsMax = EVENTS_MAX_DEFAULT;
  private int requestsMax = SessionSettings.REQUESTS_MAX_DEFAULT;
  private Duration connectTimeout = CONNECT_TIMEOUT_DEFAULT;
  private @Nullable Duration resumeWithin;
  private Duration retryMax = Backoff.MAX;
  private LifecycleTime time = LifecycleTime.REAL;
  private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

  ComponentBuilder(Connector connector) {
    this.connector = connector;
  }

  /** The realm to join; required. */
  public ComponentBuilder realm(String realm) {
    this.realm = realm;
    return this;
  }

  /** How to prove who we are; without it the router decides from the link. */
  public ComponentBuilder authenticator(ClientAuthenticator authenticator) {
    this.authenticator = authenticator;
    return this;
  }

  /** What the names of annotations are below, for the objects served after this call. */
  public ComponentBuilder prefix(String prefix) {
    this.prefix = prefix;
    return this;
  }

  /**
   * Serves the annotated methods of an object under the present {@link #prefix}.
   *
   * @throws IllegalArgumentException when an annotated method cannot be served; says which and why.
   */
  public ComponentBuilder serve(Object service) {
    String under = prefix;
    var _ = Service.of(under, service);
    offers.add(component -> component.serve(under, service));
    return this;
  }

  /** Offers a procedure under a full URI. */
  public ComponentBuilder register(
      String procedure, RegisterOptions options, ProcedureHandler handler) {
    offers.add(component -> component.register(procedure, options, handler));
    return this;
  }

  /** Subscribes to a full URI or pattern. */
  public ComponentBuilder subscribe(String topic, SubscribeOptions options, EventHandler handler) {
    offers.add(component -> component.subscribe(topic, options, handler));
    return this;
  }

  /** Has the router publish an event when a session of this component ends, whatever the reason. */
  public ComponentBuilder testament(String topic, @Nullable Object event, PublishOptions options) {
    offers.add(component -> component.testament(topic, event, options));
    return this;
  }

  /** Adds someone who is told of connections and disconnections. */
  public ComponentBuilder listener(LifecycleListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Invocations that run at once; more are answered {@code wamp.error.unavailable}. Default 64. */
  public ComponentBuilder invocationsMax(int invocationsMax) {
    this.invocationsMax = invocationsMax;
    return this;
  }

  /** Events that wait per subscription; then the oldest is dropped and counted. Default 256. */
  public ComponentBuilder eventsMax(int eventsMax) {
    if (eventsMax < 1) {
      throw new IllegalArgumentException("eventsMax: expected at least 1, got " + eventsMax);
    }
    this.eventsMax = eventsMax;
    return this;
  }

  /** Requests that wait for an answer; more fail at once. Default 1024. */
  public ComponentBuilder requestsMax(int requestsMax) {
    this.requestsMax = requestsMax;
    return this;
  }

  /**
   * How long a session may be without a link, if the router keeps it: within that time nothing is
   * lost and nobody sees more than a delay. Default: it ends with its link, and everything is asked
   * for again in the next one. A router keeps it for a minute by default.
   */
  public ComponentBuilder resumeWithin(Duration resumeWithin) {
    this.resumeWithin = resumeWithin;
    return this;
  }

  /** How long {@link #connect()} waits for the first session. Default 30 s. */
  public ComponentBuilder connectTimeout(Duration connectTimeout) {
    this.connectTimeout = connectTimeout;
    return this;
  }

  /**
   * The longest wait between two attempts to connect, at least 100 ms; default 30 s. Shorter where
   * the router is on the same machine and nobody else is disturbed.
   */
  public ComponentBuilder retryMax(Duration retryMax) {
    if (retryMax.compareTo(Backoff.MIN) < 0) {
      throw new IllegalArgumentException(
          "retryMax: expected at least " + Backoff.MIN.toMillis() + " ms, got " + retryMax);
    }
    this.retryMax = retryMax;
    return this;
  }

  /** Another time and another chance, for tests. */
  ComponentBuilder time(LifecycleTime time, RandomGenerator random) {
    this.time = time;
    this.random = random;
    return this;
  }

  /**
   * Connects and waits until the component is in the realm with everything registered. A router
   * that cannot be reached is tried again until {@link #connectTimeout}.
   *
   * @throws io.junctor.component.session.JoinRefusedException when the router refuses the session.
   * @throws WampError when it refuses a registration, subscription or testament.
   * @throws io.junctor.component.session.NotConnectedException when there is no session in time;
   *     its cause is the last attempt's failure.
   */
  public Component connect() {
    Lifecycle[] lifecycle = new Lifecycle[1];
    Component component = open(lifecycle);
    try {
      lifecycle[0].first().get(connectTimeout.toMillis(), TimeUnit.MILLISECONDS);
      return component;
    } catch (ExecutionException e) {
      component.close();
      throw Await.failure(e);
    } catch (TimeoutException e) {
      component.close();
      throw notInTime(lifecycle[0].lastFailure());
    } catch (InterruptedException e) {
      component.close();
      throw Await.interrupted("connecting to " + connector.target());
    }
  }

  private SessionException notInTime(@Nullable Throwable lastFailure) {
    Throwable cause =
        lastFailure instanceof CompletionException wrapper && wrapper.getCause() != null
            ? wrapper.getCause()
            : lastFailure;
    NotConnectedException failure =
        new NotConnectedException(
            "no session at %s within %d ms%s"
                .formatted(
                    connector.target(),
                    connectTimeout.toMillis(),
                    cause == null ? "" : ": " + cause.getMessage()));
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }

  /**
   * Begins to connect and returns at once: for services that must come up before their router.
   * Failures are told to the {@link #listener} and tried again.
   */
  public Component start() {
    return open(new Lifecycle[1]);
  }

  private Component open(Lifecycle[] made) {
    if (realm == null) {
      throw new IllegalStateException("realm: expected a realm to join, got none");
    }
    Lifecycle[] lifecycle = made;
    Offers offered = new Offers(() -> lifecycle[0].wake());
    SessionSettings settings =
        new SessionSettings(realm, authenticator, requestsMax, invocationsMax, false, resumeWithin);
    lifecycle[0] =
        new Lifecycle(
            connector, settings, offered, new Listeners(listeners), time, random, retryMax);
    Component component =
        new ReconnectingComponent(
            realm, eventsMax, lifecycle[0], offered, new Invocations(invocationsMax));
    offers.forEach(offer -> offer.accept(component));
    lifecycle[0].start();
    return component;
  }
}
