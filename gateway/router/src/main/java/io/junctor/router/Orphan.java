package io.junctor.router;

import io.junctor.wamp.auth.AuthMethod;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.session.SessionDetails;
import java.time.Instant;

/**
 * The place of a callee whose session was lost, kept until the same identity comes back for it.
 *
 * @param registration the registration.
 * @param place where the callee stood.
 * @param session the session that was lost.
 * @param shard the name of its shard.
 * @param deadline until when.
 */
record Orphan(
    Registration registration, long place, SessionDetails session, String shard, Instant deadline) {

  /** Whether the identity may take the place over. */
  boolean belongsTo(Identity identity) {
    return sameOwner(session.identity(), identity);
  }

  /** Whether two sessions are of the same identity; nobody in particular is never the same. */
  static boolean sameOwner(Identity one, Identity other) {
    return one.authid().equals(other.authid())
        && one.authrole().equals(other.authrole())
        && isSomebody(one)
        && isSomebody(other);
  }

  /**
   * Whether others of the same name are the same: it proved who it is, or it is let in by a local
   * socket and gave itself a name.
   */
  static boolean isSomebody(Identity identity) {
    return switch (identity.authmethod()) {
      case AuthMethod.ANONYMOUS -> false;
      case AuthMethod.LOCAL -> !identity.authid().equals(AuthMethod.LOCAL);
      default -> true;
    };
  }
}
