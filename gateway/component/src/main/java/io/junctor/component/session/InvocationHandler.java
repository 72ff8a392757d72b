package io.junctor.component.session;

import io.junctor.wamp.message.Dict;

/** Takes the invocations of one registration, on the transport's thread; must not block. */
@FunctionalInterface
public interface InvocationHandler {

  /** An invocation came. It need not be answered before this returns. */
  void onInvocation(IncomingCall call);

  /**
   * The router took the registration away.
   *
   * @param details may hold {@code reason}.
   */
  default void onRevoked(Dict details) {}
}
