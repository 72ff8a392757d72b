package io.junctor.component;

import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.transport.Connector;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says what a component is before it connects. Not thread-safe; use it once. */
public final class ComponentBuilder {

  ComponentBuilder(Connector connector) {}

  /** The realm to join; required. */
  public ComponentBuilder realm(String realm) {
    return this;
  }

  /** How to prove who we are; anonymous (or what the link says, in process) without it. */
  public ComponentBuilder authenticator(ClientAuthenticator authenticator) {
    return this;
  }

  /** What the names of annotations are below, for the objects served after this call. */
  public ComponentBuilder prefix(String prefix) {
    return this;
  }

  /**
   * Serves the annotated methods of an object under the present {@link #prefix}.
   *
   * @throws IllegalArgumentException when an annotated method cannot be served; says which and why.
   */
  public ComponentBuilder serve(Object service) {
    return this;
  }

  /** Offers a procedure under a full URI. */
  public ComponentBuilder register(
      String procedure, RegisterOptions options, ProcedureHandler handler) {
    return this;
  }

  /** Subscribes to a full URI or pattern. */
  public ComponentBuilder subscribe(String topic, SubscribeOptions options, EventHandler handler) {
    return this;
  }

  /** Has the router publish an event when a session of this component ends, whatever the reason. */
  public ComponentBuilder testament(String topic, @Nullable Object event, PublishOptions options) {
    return this;
  }

  /** Adds someone who is told of connections and disconnections. */
  public ComponentBuilder listener(LifecycleListener listener) {
    return this;
  }

  /** Invocations that run at once; more are answered {@code wamp.error.unavailable}. Default 64. */
  public ComponentBuilder invocationsMax(int invocationsMax) {
    return this;
  }

  /** Events that wait per subscription; then the oldest is dropped and counted. Default 256. */
  public ComponentBuilder eventsMax(int eventsMax) {
    return this;
  }

  /** Requests that wait for an answer; more fail at once. Default 1024. */
  public ComponentBuilder requestsMax(int requestsMax) {
    return this;
  }

  /** How long {@link #connect()} waits for the first session. Default 30 s. */
  public ComponentBuilder connectTimeout(Duration connectTimeout) {
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
    return open();
  }

  /**
   * Begins to connect and returns at once: for services that must come up before their router.
   * Failures are told to the {@link #listener} and tried again.
   */
  public Component start() {
    return open();
  }

  private Component open() {
    throw new UnsupportedOperationException("the runtime follows");
  }
}
