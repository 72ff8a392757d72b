package io.junctor.component.session;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;

/** Takes the events of one subscription, on the transport's thread; must not block. */
@FunctionalInterface
public interface SubscriptionHandler {

  /** An event came. */
  void onEvent(Event event);

  /**
   * The router took the subscription away.
   *
   * @param details may hold {@code reason}.
   */
  default void onRevoked(Dict details) {}
}
