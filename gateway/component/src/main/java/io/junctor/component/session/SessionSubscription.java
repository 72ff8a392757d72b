package io.junctor.component.session;

import java.util.concurrent.CompletionStage;

/** One handler's subscription in one session; several may share the router's id. */
public final class SessionSubscription {

  private final WampSession session;
  private final long id;
  private final SubscriptionHandler handler;

  SessionSubscription(WampSession session, long id, SubscriptionHandler handler) {
    this.session = session;
    this.id = id;
    this.handler = handler;
  }

  /** The subscription id, range [1, 2^53]. */
  public long id() {
    return id;
  }

  /** Ends it: no more events after this returns, except one that is being handled. */
  public CompletionStage<Void> unsubscribe() {
    return session.unsubscribe(this);
  }

  SubscriptionHandler handler() {
    return handler;
  }
}
