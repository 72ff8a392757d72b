package io.junctor.component;

import org.jspecify.annotations.Nullable;

/**
 * Sends progressive results of a running invocation. Any thread, until the method returns; after
 * that and after a cancellation nothing is sent.
 *
 * @param <T> what a progressive result is: mapped as a result is.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-progressive-call-results">WAMP:
 *     Progressive Call Results</a>
 */
public interface Progress<T extends @Nullable Object> {

  /** Sends one; does nothing when {@link #isWanted()} is false. */
  void send(T value);

  /** Whether the caller asked for progressive results. */
  boolean isWanted();
}
