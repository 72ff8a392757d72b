package io.junctor.devices.modbus;

import io.junctor.devices.thing.Caller;
import io.junctor.devices.thing.PropertyState;
import io.junctor.devices.thing.ThingException;
import io.junctor.devices.thing.ThingRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What controllers want of the unit and have not got yet. Owned by the loop. */
final class ModbusOutputs {

  private static final byte[] NO_REGISTER = new byte[2];

  private final ThingRuntime thing;
  private final LongSupplier nanos;
  private final Predicate<Write> poller;
  private final int writesPerSecond;
  private final WriteBudget budget;
  private final Map<String, Write> waiting = new HashMap<>(); // property name -> newest write
  private @Nullable String downReason;

  /**
   * @param poller takes a write, false if it cannot
   */
  ModbusOutputs(
      ThingRuntime thing, int writesPerSecond, LongSupplier nanos, Predicate<Write> poller) {
    this.thing = thing;
    this.nanos = nanos;
    this.poller = poller;
    this.writesPerSecond = writesPerSecond;
    budget = new WriteBudget(writesPerSecond, nanos.getAsLong());
  }

  /** Sets a property; the newest value wins over one that still waits. */
  void set(
      RegisterMapping mapping, Object value, Caller caller, CompletableFuture<PropertyState> done) {
    Write write = new Write(mapping, value, caller, done);
    try {
      require(write);
    } catch (ThingException refused) {
      done.completeExceptionally(refused);
      return;
    }
    Write before = waiting.put(mapping.name(), write);
    if (before != null) {
      before
          .done()
          .completeExceptionally(
              ThingException.superseded(mapping.name() + ": " + value + " is wanted instead"));
    }
    thing.want(mapping.name(), value, caller);
    if (!poller.test(write)) {
      failed(write, ThingException.unavailable("too many writes wait, the line is too slow"));
    }
  }

  private void require(Write write) throws ThingException {
    var _ = write.mapping().registers(write.value(), NO_REGISTER);
    if (downReason != null) {
      throw ThingException.unavailable(downReason);
    }
    if (!budget.take(nanos.getAsLong())) {
      throw ThingException.limit(
          "expected at most " + writesPerSecond + " writes a second",
          Map.of("reason", "writeRate", "writesPerSecond", writesPerSecond));
    }
  }

  /** The unit has the value. */
  void written(Write write, Object value) {
    String name = write.mapping().name();
    thing.report(name, value);
    if (waiting.remove(name, write)) {
      thing.settle(name, value);
    }
    write.done().complete(thing.property(name));
  }

  /** The unit does not have the value, as far as is known. */
  void failed(Write write, ThingException cause) {
    if (waiting.remove(write.mapping().name(), write)) {
      thing.settle(write.mapping().name(), null);
    }
    write.done().completeExceptionally(cause);
  }

  /** Everybody who waits is told why they wait no longer. */
  void giveUp(String why) {
    List.copyOf(waiting.values()).forEach(write -> failed(write, ThingException.unavailable(why)));
  }

  /** Nobody wants anything of it any more, unless somebody asked since. */
  void onSafe(RegisterMapping mapping) {
    if (!waiting.containsKey(mapping.name())) {
      thing.settle(mapping.name(), null);
    }
  }

  void onUp() {
    downReason = null;
  }

  void onDown(String reason) {
    downReason = reason;
    giveUp(reason);
  }
}
