package io.junctor.router;

import java.util.Locale;

/** What a session wants to do with a URI. */
public enum Action {
  CALL,
  REGISTER,
  PUBLISH,
  SUBSCRIBE,
  /**
   * Saying for whom it publishes or calls: {@code forward_for} and what else {@link Forwarding}
   * lets pass. For bridges; whoever else had it could speak in any name.
   */
  FORWARD;

  /** The name in configuration and messages. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
