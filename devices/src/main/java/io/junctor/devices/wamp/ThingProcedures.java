package io.junctor.devices.wamp;

import io.junctor.component.Arguments;
import io.junctor.component.InvocationDetails;
import io.junctor.component.WampError;
import io.junctor.devices.thing.Caller;
import io.junctor.devices.thing.PropertyState;
import io.junctor.devices.thing.ThingException;
import io.junctor.devices.thing.ThingRuntime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The procedures of a thing. Each invocation runs on its own virtual thread and waits there for the
 * device; an interrupt (the caller cancelled or has gone, or our session ended) stops the device.
 */
final class ThingProcedures {

  /** The error of a call that was cancelled. */
  private static final String CANCELED = "wamp.error.canceled";

  /** Progress that waits for a slow link; of more only the newest is kept. */
  private static final int PROGRESS_MAX = 16;

  /** Put into the queue when the call has ended. */
  private static final Map<String, Object> END = Map.of("end", true);

  /** How often the end is looked for in case its mark was pushed out by progress. */
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  private final ThingRuntime thing;

  ThingProcedures(ThingRuntime thing) {
    this.thing = thing;
  }

  /** {@code <property>.get}. */
  Map<String, Object> get(String property) {
    return thing.property(property).json();
  }

  /** {@code <property>.set}: positional 0 or keyword {@code value}. */
  Map<String, Object> set(String property, Arguments arguments, InvocationDetails details) {
    Object value = value(property, arguments);
    return await(details, caller -> thing.set(property, value, caller), PropertyState::json);
  }

  /** {@code <action>}: keyword arguments, or one positional object. */
  Map<String, Object> invoke(String action, Arguments arguments, InvocationDetails details) {
    Map<String, Object> input = input(action, arguments);
    return await(details, caller -> thing.invoke(action, input, caller), Function.identity());
  }

  private static @Nullable Object value(String property, Arguments arguments) {
    int positional = arguments.args().size();
    int keyword = arguments.kwargs().size();
    if (positional + keyword != 1 || (keyword == 1 && !arguments.kwargs().containsKey("value"))) {
      throw WampError.invalidArgument(
          property,
          positional + " positional and " + arguments.kwargs().keySet(),
          "one positional argument, or the keyword argument 'value'");
    }
    return positional == 1 ? arguments.args().getFirst() : arguments.kwargs().get("value");
  }

  @SuppressWarnings("unchecked") // keys of a WAMP dictionary are strings; values are checked later
  private static Map<String, Object> input(String action, Arguments arguments) {
    if (arguments.args().isEmpty()) {
      return (Map<String, Object>) (Map<String, ?>) arguments.kwargs();
    }
    if (arguments.args().size() == 1
        && arguments.kwargs().isEmpty()
        && arguments.args().getFirst() instanceof Map<?, ?> only) {
      return (Map<String, Object>) only;
    }
    throw WampError.invalidArgument(
        action, arguments.args().size() + " positional", "keyword arguments only");
  }

  private <T> Map<String, Object> await(
      InvocationDetails details,
      Function<Caller, CompletableFuture<T>> begin,
      Function<T, Map<String, Object>> json) {
    BlockingQueue<Map<String, Object>> progress = new ArrayBlockingQueue<>(PROGRESS_MAX);
    Caller caller = new Caller(who(details), keepNewest(progress));
    CompletableFuture<T> call = begin.apply(caller);
    var _ = call.whenComplete((result, cause) -> keepNewest(progress).accept(END));
    try {
      boolean hasEnded = false;
      while (!hasEnded) {
        Map<String, Object> next = progress.poll(LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        hasEnded = next == null ? call.isDone() : next.equals(END);
        if (next != null && !hasEnded && details.receiveProgress()) {
          details.progress(next);
        }
      }
      return json.apply(call.get());
    } catch (InterruptedException gone) {
      // cancelling the call below is what stops the motor
      Thread.currentThread().interrupt();
      throw new WampError(CANCELED, "cancelled; the device was stopped");
    } catch (CancellationException cancelled) {
      throw new WampError(CANCELED, "cancelled; the device was stopped");
    } catch (ExecutionException failed) {
      throw error(failed.getCause());
    } finally {
      call.cancel(true); // whatever ended the wait, such as progress to a lost session
    }
  }

  /** Never waits: called on the device's loop. */
  private static Consumer<Map<String, Object>> keepNewest(
      BlockingQueue<Map<String, Object>> queue) {
    return next -> {
      while (!queue.offer(next)) {
        queue.poll();
      }
    };
  }

  private static WampError error(@Nullable Throwable cause) {
    return switch (cause) {
      case ThingException known -> new WampError(known.uri(), known.getMessage(), known.details());
      case TimeoutException late ->
          new WampError(
              ThingException.UNAVAILABLE,
              "no end after "
                  + ThingRuntime.CALL_DEADLINE.toSeconds()
                  + " s; the device was stopped");
      case null, default -> new WampError("wamp.error.runtime_error", "internal error");
    };
  }

  private static String who(InvocationDetails details) {
    return details
        .callerAuthid()
        .orElseGet(
            () ->
                details.caller().isPresent()
                    ? "session " + details.caller().getAsLong()
                    : "undisclosed");
  }
}
