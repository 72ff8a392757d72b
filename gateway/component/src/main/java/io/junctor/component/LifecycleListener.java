package io.junctor.component;

import io.junctor.component.session.JoinedSession;
import io.junctor.wamp.transport.CloseCause;
import java.time.Duration;

/**
 * Is told how the component fares. Called one at a time, in order, on a virtual thread; may block,
 * call and publish.
 */
public interface LifecycleListener {

  /**
   * A session is there: testaments are in place and every registration and subscription was asked
   * for and answered. The place to publish what is retained, such as {@code online}.
   */
  default void connected(JoinedSession session) {}

  /** The session ended. Another attempt follows unless the component was closed. */
  default void disconnected(CloseCause cause, String detail) {}

  /**
   * An attempt failed.
   *
   * @param attempt how many in a row, from 1.
   * @param cause why: {@code JoinRefusedException}, or the connector's own.
   * @param next how long until the next attempt.
   */
  default void connectFailed(int attempt, Throwable cause, Duration next) {}

  /**
   * The router refused or revoked a registration or subscription; it is asked for again, with
   * growing delays, as long as the session lasts.
   *
   * @param uri the procedure or topic.
   */
  default void refused(String uri, WampError error) {}
}
