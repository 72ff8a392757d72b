package io.junctor.component.session;

import io.junctor.wamp.message.Dict;

/** Takes the invocations of one registration, on the transport's thread; must not block. */
@FunctionalInterface
public interface InvocationHandler {

  /** An invocation came. It need not be answered before this returns. */
  void onInvocation(IncomingCall call);

  /**
   * Whether it takes calls whose arguments come in several messages, by {@link
   * IncomingCall#onMore}. Otherwise they are refused with {@code wamp.error.feature_not_supported}.
   */
  default boolean takesProgress() {
    return false;
  }

  /**
   * The router took the registration away.
   *
   * @param details may hold {@code reason}.
   */
  default void onRevoked(Dict details) {}
}
