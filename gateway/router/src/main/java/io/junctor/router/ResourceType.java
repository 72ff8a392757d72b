package io.junctor.router;

import java.util.Locale;

/**
 * What reflection tells of.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-interface-reflection">WAMP:
 *     Interface Reflection</a>
 */
enum ResourceType {
  PROCEDURE(Action.REGISTER, Action.CALL),
  TOPIC(Action.PUBLISH, Action.SUBSCRIBE),
  /** Nobody needs permission for errors: they are the callees', as what they answer is. */
  ERROR(Action.REGISTER, Action.CALL);

  private final Action provides;
  private final Action uses;

  ResourceType(Action provides, Action uses) {
    this.provides = provides;
    this.uses = uses;
  }

  /** Whoever may do this with the URI may define it. */
  Action provides() {
    return provides;
  }

  /** Whoever may do this with the URI may know of it. */
  Action uses() {
    return uses;
  }

  /** The name in arguments and results. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
