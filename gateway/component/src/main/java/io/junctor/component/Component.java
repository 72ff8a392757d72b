package io.junctor.component;

import io.junctor.component.session.JoinedSession;
import io.junctor.wamp.transport.Connector;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client of a realm that keeps itself connected: it offers procedures, handles events, publishes
 * and calls.
 *
 * <pre>{@code
 * record Reading(double value, String unit) {}
 *
 * class Thermometer {
 *   @Procedure("temperature.get")
 *   Reading temperature() { return new Reading(4.2, "Cel"); }
 * }
 *
 * try (Component component = Component.builder(connector)
 *     .realm("factory").prefix("com.example.berlin.fridge").serve(new Thermometer()).connect()) {
 *   component.publish("com.example.berlin.fridge.temperature", new Reading(4.2, "Cel"));
 * }
 * }</pre>
 *
 * <p>Annotated names are relative to the prefix; the methods here take full URIs.
 *
 * <p><b>When the link is lost</b> what waits for an answer fails with {@code SessionLostException},
 * running invocations are cancelled, and the component connects again: after 100 ms, doubling to 30
 * s, give or take 30 %. Then testaments, registrations and subscriptions are made again. In the
 * meantime {@link #publish} and {@link #call} fail at once with {@code NotConnectedException}:
 * nothing is queued in silence.
 *
 * <p>Any thread. Methods that wait are interruptible: the interrupt flag is set again and {@code
 * wamp.error.canceled} thrown.
 */
public interface Component extends AutoCloseable {

  /** Begins a component that reaches its router over {@code connector}. */
  static ComponentBuilder builder(Connector connector) {
    return new ComponentBuilder(connector);
  }

  /** The present session; empty while not connected. */
  Optional<JoinedSession> session();

  /** Whether there is a session. */
  default boolean isConnected() {
    return session().isPresent();
  }

  /**
   * Publishes an event; waits only while the link is not writable.
   *
   * @param topic the full URI.
   * @param event the arguments, by the rule of the package; null for none.
   * @throws io.junctor.component.session.NotConnectedException when there is no session.
   */
  default void publish(String topic, @Nullable Object event) {
    publish(topic, event, PublishOptions.DEFAULT);
  }

  /**
   * Publishes an event and, with {@code acknowledge}, waits until the router confirmed it.
   *
   * @throws io.junctor.component.session.NotConnectedException when there is no session.
   * @throws io.junctor.component.session.SessionLostException when it ended before the
   *     confirmation.
   * @throws WampError when the router refused (only known with {@code acknowledge}).
   */
  void publish(String topic, @Nullable Object event, PublishOptions options);

  /**
   * Calls a procedure and waits for its result.
   *
   * @param procedure the full URI.
   * @param args the positional arguments; a single record or {@code Map} is the keyword arguments;
   *     a single {@link Arguments} is both.
   * @return the result as it came.
   * @throws WampError the callee's or the router's ERROR; {@code wamp.error.timeout} after {@link
   *     CallOptions#TIMEOUT_DEFAULT}.
   * @throws io.junctor.component.session.NotConnectedException when there is no session.
   * @throws io.junctor.component.session.SessionLostException when it ended before the result.
   */
  default Arguments call(String procedure, @Nullable Object... args) {
    return call(procedure, CallOptions.DEFAULT, args);
  }

  /**
   * Calls a procedure and waits for its result as a value: {@code call(uri, Reading.class, 7)}.
   *
   * @param type a record, {@code Map}, {@code String}, {@code Double} ...; read by the rule of the
   *     package.
   * @throws WampError also {@code wamp.error.invalid_argument} when the result does not fit {@code
   *     type}.
   */
  default <T> T call(String procedure, Class<T> type, @Nullable Object... args) {
    return call(procedure, CallOptions.DEFAULT, args).as(type);
  }

  /** Calls a procedure with options and waits for its result. */
  Arguments call(String procedure, CallOptions options, @Nullable Object... args);

  /** Calls a procedure with options and waits for its result as a value. */
  default <T> T call(
      String procedure, CallOptions options, Class<T> type, @Nullable Object... args) {
    return call(procedure, options, args).as(type);
  }

  /** Offers a procedure under an exact URI. */
  default Registration register(String procedure, ProcedureHandler handler) {
    return register(procedure, RegisterOptions.DEFAULT, handler);
  }

  /**
   * Offers a procedure, now and in every later session. Connected, it waits for the router's
   * answer; otherwise it is registered when a session comes.
   *
   * @throws WampError when the router refused; then nothing is kept.
   */
  Registration register(String procedure, RegisterOptions options, ProcedureHandler handler);

  /** Subscribes to an exact topic. */
  default Subscription subscribe(String topic, EventHandler handler) {
    return subscribe(topic, SubscribeOptions.DEFAULT, handler);
  }

  /**
   * Subscribes, now and in every later session. Connected, it waits for the router's answer;
   * otherwise it is subscribed when a session comes.
   *
   * @throws WampError when the router refused; then nothing is kept.
   */
  Subscription subscribe(String topic, SubscribeOptions options, EventHandler handler);

  /**
   * Registers and subscribes the annotated methods of an object, all or none.
   *
   * @param prefix what relative names are below, such as {@code com.example.berlin.fridge}; empty
   *     for full names.
   * @throws IllegalArgumentException when an annotated method cannot be served; says which and why.
   * @throws WampError when the router refused one.
   */
  Served serve(String prefix, Object service);

  /**
   * Has the router publish an event when this component's session ends for any reason, in this and
   * every later session. Needs a router with {@code testament_meta_api}.
   *
   * @throws WampError when the router refused; then nothing is kept.
   */
  void testament(String topic, @Nullable Object event, PublishOptions options);

  /**
   * Leaves the realm with GOODBYE, waits for its answer for at most two seconds, closes the link
   * and stops connecting again. What waits for an answer fails with {@code SessionLostException};
   * running invocations are cancelled. Does nothing the second time.
   */
  @Override
  void close();
}
