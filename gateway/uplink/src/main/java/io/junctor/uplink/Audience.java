package io.junctor.uplink;

import io.junctor.component.session.JoinedSession;
import io.junctor.wamp.message.Dict;
import java.util.List;

/**
 * Whether a publication was meant for the uplink, too: a live event only reaches it if so, one from
 * the outbox has to be asked.
 */
final class Audience {

  private Audience() {}

  /** By the black and white lists of PUBLISH; session ids do not outlive a restart and count. */
  static boolean admits(Dict options, JoinedSession uplink) {
    return !isIn(options, "exclude", uplink.id())
        && !isIn(options, "exclude_authid", uplink.authid())
        && !isIn(options, "exclude_authrole", uplink.authrole())
        && (!options.has("eligible") || isIn(options, "eligible", uplink.id()))
        && (!options.has("eligible_authid") || isIn(options, "eligible_authid", uplink.authid()))
        && (!options.has("eligible_authrole")
            || isIn(options, "eligible_authrole", uplink.authrole()));
  }

  private static boolean isIn(Dict options, String key, Object value) {
    return options.get(key) instanceof List<?> list && list.contains(value);
  }
}
