package io.junctor.devices.modbus;

import io.junctor.devices.thing.Caller;
import io.junctor.devices.thing.PropertyState;
import java.util.concurrent.CompletableFuture;

/**
 * A value on its way to the unit; two are never equal.
 *
 * <p>Made on the loop; {@link #done} may be completed by anybody at any time, and then nothing is
 * written any more.
 */
final class Write {

  private final RegisterMapping mapping;
  private final Object value;
  private final Caller caller;
  private final CompletableFuture<PropertyState> done;

  Write(
      RegisterMapping mapping, Object value, Caller caller, CompletableFuture<PropertyState> done) {
    this.mapping = mapping;
    this.value = value;
    this.caller = caller;
    this.done = done;
  }

  RegisterMapping mapping() {
    return mapping;
  }

  Object value() {
    return value;
  }

  Caller caller() {
    return caller;
  }

  CompletableFuture<PropertyState> done() {
    return done;
  }
}
