package io.junctor.router;

import io.junctor.wamp.auth.Identity;
import java.time.Instant;

/**
 * The place of a callee whose session was lost, kept until the same identity comes back for it.
 *
 * @param registration the registration.
 * @param place where the callee stood.
 * @param session the session that was lost.
 * @param owner whose it was.
 * @param shard the name of its shard.
 * @param deadline until when.
 */
record Orphan(
    Registration registration,
    long place,
    long session,
    Identity owner,
    String shard,
    Instant deadline) {

  /** Whether the identity may take the place over. */
  boolean belongsTo(Identity identity) {
    return sameOwner(owner, identity);
  }

  /**
   * Whether two sessions are of the same identity. Nobody in particular is never the same: whoever
   * joins without a proof could take what is another's.
   */
  static boolean sameOwner(Identity one, Identity other) {
    return one.authid().equals(other.authid())
        && one.authrole().equals(other.authrole())
        && !isAnonymous(one)
        && !isAnonymous(other);
  }

  static boolean isAnonymous(Identity identity) {
    return identity.authmethod().equals("anonymous");
  }
}
