package io.junctor.component.session;

import java.util.concurrent.CompletionStage;

/** A registration in one session. */
public final class SessionRegistration {

  private final WampSession session;
  private final long id;

  SessionRegistration(WampSession session, long id) {
    this.session = session;
    this.id = id;
  }

  /** The registration id, range [1, 2^53]. */
  public long id() {
    return id;
  }

  /** Withdraws it; invocations on their way are still handled until the router has confirmed. */
  public CompletionStage<Void> unregister() {
    return session.unregister(id);
  }
}
