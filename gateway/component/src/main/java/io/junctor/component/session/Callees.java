package io.junctor.component.session;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.uri.ErrorUri;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our registrations and their open invocations. Owner: the lock of its {@link WampSession}; what is
 * returned runs outside of it.
 */
final class Callees {

  private final Map<Long, InvocationHandler> handlers =
      new HashMap<>(); // registration id -> handler
  private final Map<Long, IncomingCall> open = new HashMap<>(); // invocation id -> call

  void add(long registration, InvocationHandler handler) {
    handlers.put(registration, handler);
  }

  void remove(long registration) {
    handlers.remove(registration);
  }

  Runnable invoked(IncomingCall call) {
    InvocationHandler handler = handlers.get(call.invocation().registration());
    if (handler == null) {
      // It crossed our UNREGISTER, or the router revoked the registration.
      return () -> call.error(ErrorUri.NO_SUCH_REGISTRATION, Dict.EMPTY, Payload.NONE);
    }
    if (call.hasMore() && !handler.takesProgress()) {
      return () -> call.error(ErrorUri.FEATURE_NOT_SUPPORTED, Dict.EMPTY, Payload.NONE);
    }
    open.put(call.invocation().request(), call);
    return () -> handler.onInvocation(call);
  }

  Runnable continued(Invocation part) {
    IncomingCall call = open.get(part.request());
    return () -> pass(call, part);
  }

  private static void pass(@Nullable IncomingCall call, Invocation part) {
    if (call != null) {
      call.continued(part);
    }
  }

  Runnable interrupted(Interrupt interrupt) {
    IncomingCall call = open.get(interrupt.request());
    return () -> cancel(call);
  }

  private static void cancel(@Nullable IncomingCall call) {
    if (call != null) {
      call.cancel();
    }
  }

  Runnable revoked(long registration, Dict details) {
    InvocationHandler handler = handlers.remove(registration);
    return () -> tell(handler, details);
  }

  private static void tell(@Nullable InvocationHandler handler, Dict details) {
    if (handler != null) {
      handler.onRevoked(details);
    }
  }

  void answered(long invocation) {
    open.remove(invocation);
  }

  /** The session is over: the calls that are still open. */
  List<IncomingCall> removeAll() {
    List<IncomingCall> all = List.copyOf(open.values());
    open.clear();
    handlers.clear();
    return all;
  }
}
