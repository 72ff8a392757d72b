package io.junctor.devices.thing;

import io.junctor.devices.loop.DeviceLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running thing: its states, and the one door through which controllers reach the device.
 *
 * <p>The device's side ({@code report}, {@code stale}, {@code failed}, {@code want}, {@code event},
 * {@code online}, {@code offline}) is called on the device's loop only. The controllers' side
 * ({@code property}, {@code status}, {@code set}, {@code invoke}) may be called from any thread and
 * answers from the last known state even while the loop hangs in a transfer.
 *
 * <p>A controller stops what it started by cancelling the future it was given.
 */
public final class ThingRuntime {

  /**
   * After this long a call has failed whatever the device thinks: twice the longest movement any
   * device kind allows.
   */
  public static final Duration CALL_DEADLINE = Duration.ofSeconds(60);

  /** Sets a property, on the device's loop. */
  @FunctionalInterface
  public interface Setter {
    /**
     * Sets the property.
     *
     * @param value as the schema's check returned it
     * @param done to be completed with the state read back, or with a {@link ThingException}; the
     *     caller may cancel it at any time
     */
    void set(Object value, Caller caller, CompletableFuture<PropertyState> done);
  }

  /** Does an action, on the device's loop. */
  @FunctionalInterface
  public interface Actor {
    /**
     * Does the action.
     *
     * @param input as the schema's check returned it
     * @param done to be completed with the results, or with a {@link ThingException}; the caller
     *     may cancel it at any time
     */
    void act(Map<String, Object> input, Caller caller, CompletableFuture<Map<String, Object>> done);
  }

  private static final Logger LOG = LoggerFactory.getLogger(ThingRuntime.class);

  private final Thing thing;
  private final DeviceLoop loop;
  private final Map<String, Setter> setters = new HashMap<>(); // property name -> setter
  private final Map<String, Actor> actors = new HashMap<>(); // action name -> actor
  private final Map<String, PropertyState> states = new ConcurrentHashMap<>(); // name -> state
  private final AtomicReference<Status> status;
  private final List<ThingListener> listeners = new CopyOnWriteArrayList<>();

  public ThingRuntime(Thing thing, DeviceLoop loop) {
    this.thing = thing;
    this.loop = loop;
    Instant now = loop.now();
    thing
        .properties()
        .forEach((name, property) -> states.put(name, PropertyState.unknown(property, now)));
    status = new AtomicReference<>(new Status(Status.Availability.OFFLINE, "not started", now));
  }

  /** The description. */
  public Thing thing() {
    return thing;
  }

  /** Tells the listener of every change from now on. */
  public void listen(ThingListener listener) {
    listeners.add(listener);
  }

  /** Says how a property is set; before the device starts. */
  public void setter(String property, Setter setter) {
    setters.put(require(thing.properties(), property).name(), setter);
  }

  /** Says how an action is done; before the device starts. */
  public void actor(String action, Actor actor) {
    actors.put(require(thing.actions(), action).name(), actor);
  }

  // ---- the controllers' side, any thread

  /**
   * What is known about a property.
   *
   * @throws IllegalArgumentException if the thing has no such property
   */
  public PropertyState property(String name) {
    return require(states, name);
  }

  /** How the thing as a whole is. */
  public Status status() {
    return status.get();
  }

  /**
   * Sets a property.
   *
   * @param value as it came over the wire; checked here against the published schema
   * @return completes after read-back, or exceptionally with a {@link ThingException}, or with a
   *     {@link java.util.concurrent.TimeoutException} after {@link #CALL_DEADLINE}; cancelling it
   *     stops what was started
   */
  public CompletableFuture<PropertyState> set(String name, @Nullable Object value, Caller caller) {
    CompletableFuture<PropertyState> done = new CompletableFuture<>();
    try {
      Property property = thing.properties().get(name);
      Setter setter = setters.get(name);
      if (property == null || setter == null) {
        throw ThingException.invalidArgument("property", "one of " + setters.keySet(), name);
      }
      Object checked = property.schema().check(name, value);
      log("set", name, checked, caller, done);
      begin(done, () -> setter.set(checked, caller, done));
    } catch (ThingException refused) {
      done.completeExceptionally(refused);
    }
    return done;
  }

  /**
   * Does an action.
   *
   * @param input named arguments as they came over the wire; checked here
   * @return completes with the results, or exceptionally as {@link #set} does
   */
  public CompletableFuture<Map<String, Object>> invoke(
      String name, Map<String, Object> input, Caller caller) {
    CompletableFuture<Map<String, Object>> done = new CompletableFuture<>();
    try {
      Action action = thing.actions().get(name);
      Actor actor = actors.get(name);
      if (action == null || actor == null) {
        throw ThingException.invalidArgument("action", "one of " + actors.keySet(), name);
      }
      Map<String, Object> checked = action.input().check(name, input);
      log("invoke", name, checked, caller, done);
      begin(done, () -> actor.act(checked, caller, done));
    } catch (ThingException refused) {
      done.completeExceptionally(refused);
    }
    return done;
  }

  private void begin(CompletableFuture<?> done, Runnable work) {
    var _ = done.orTimeout(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    try {
      loop.execute(
          () -> {
            if (done.isDone()) {
              return; // cancelled before it began
            }
            try {
              work.run();
            } catch (RuntimeException | Error bug) {
              done.completeExceptionally(ThingException.unavailable("internal error: " + bug));
              throw bug;
            }
          });
    } catch (RejectedExecutionException hangs) {
      done.completeExceptionally(
          ThingException.unavailable(thing.name() + " is closed or does not answer"));
    }
  }

  /** Every actuation leaves a trace: who, what, how it ended. */
  private void log(
      String verb, String name, Object value, Caller caller, CompletableFuture<?> done) {
    LOG.info("{} device={} name={} value={} by={}", verb, thing.name(), name, value, caller.who());
    var _ =
        done.whenComplete(
            (result, cause) ->
                LOG.info(
                    "{} ended device={} name={} by={} cause={}",
                    verb,
                    thing.name(),
                    name,
                    caller.who(),
                    cause == null ? "done" : cause.toString()));
  }

  // ---- the device's side, on its loop

  /** A value was measured or read back. */
  public void report(String name, Object value) {
    PropertyState before = property(name);
    if (before.quality() == Quality.FAILED) {
      LOG.info("property good again device={} property={}", thing.name(), name);
    }
    change(before.measured(value, loop.now()));
  }

  /** No measurement came for too long; the last value is kept. */
  public void stale(String name, String reason) {
    PropertyState before = property(name);
    if (before.quality() == Quality.GOOD || !Objects.equals(before.reason(), reason)) {
      change(before.stale(reason));
    }
  }

  /** It cannot be measured; the value is unknown from now on. */
  public void failed(String name, String reason) {
    PropertyState before = property(name);
    if (before.quality() != Quality.FAILED) {
      LOG.warn("property failed device={} property={} cause={}", thing.name(), name, reason);
    }
    if (before.quality() != Quality.FAILED || !Objects.equals(before.reason(), reason)) {
      change(before.failed(reason, loop.now()));
    }
  }

  /** A controller wants this; the change is pending. */
  public void want(String name, Object target, Caller caller) {
    change(property(name).wanting(target, new Pending(loop.now(), caller.who())));
  }

  /**
   * The change has ended.
   *
   * @param desired what is still wanted: the target if it was reached, null if it was given up
   */
  public void settle(String name, @Nullable Object desired) {
    PropertyState before = property(name);
    if (before.pending() != null || !Objects.equals(before.desired(), desired)) {
      change(before.wanting(desired, null));
    }
  }

  /**
   * Something happened.
   *
   * @param data name -> JSON value, without the time
   */
  public void event(String name, Map<String, Object> data) {
    require(thing.events(), name);
    Map<String, Object> stamped = new LinkedHashMap<>(data);
    stamped.put("time", loop.now().truncatedTo(ChronoUnit.MILLIS).toString());
    LOG.info("event device={} name={} data={}", thing.name(), name, data);
    listeners.forEach(listener -> listener.onEvent(name, stamped));
  }

  /** The device runs: from now on the status follows the properties. */
  public void online() {
    status.set(new Status(Status.Availability.ONLINE, null, loop.now()));
    refreshStatus(true);
  }

  /** The device has ended. */
  public void offline(String reason) {
    Status offline = new Status(Status.Availability.OFFLINE, reason, loop.now());
    status.set(offline);
    listeners.forEach(listener -> listener.onStatus(offline));
  }

  private void change(PropertyState state) {
    states.put(state.property().name(), state);
    listeners.forEach(listener -> listener.onProperty(state));
    refreshStatus(false);
  }

  private void refreshStatus(boolean isForced) {
    Status before = status.get();
    if (before.availability() == Status.Availability.OFFLINE) {
      return;
    }
    String reason = firstReason();
    Status.Availability availability =
        reason == null ? Status.Availability.ONLINE : Status.Availability.DEGRADED;
    if (isForced
        || availability != before.availability()
        || !Objects.equals(reason, before.reason())) {
      Status now = new Status(availability, reason, loop.now());
      status.set(now);
      listeners.forEach(listener -> listener.onStatus(now));
    }
  }

  private @Nullable String firstReason() {
    for (String name : thing.properties().keySet()) {
      PropertyState state = property(name);
      if (state.quality() != Quality.GOOD) {
        return name + " " + state.quality().text() + ": " + state.reason();
      }
    }
    return null;
  }

  private static <T> T require(Map<String, T> affordances, String name) {
    T affordance = affordances.get(name);
    if (affordance == null) {
      throw new IllegalArgumentException(
          "affordance: expected one of " + affordances.keySet() + ", got " + name);
    }
    return affordance;
  }
}
