package io.junctor.router;

import java.util.Locale;

/** What a session wants to do with a URI. */
public enum Action {
  CALL,
  REGISTER,
  PUBLISH,
  SUBSCRIBE;

  /** The name in configuration and messages. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
