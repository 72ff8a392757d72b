package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;
import java.time.Instant;

/**
 * A procedure or pattern and the one callee that answers it.
 *
 * @param id the registration id, range [1, 2^53].
 * @param procedure the procedure or pattern.
 * @param match how it is compared.
 * @param callee who answers.
 * @param discloseCaller whether the callee asked to be told who calls.
 * @param forwardTimeout whether the callee asked to watch over the timeout of a call itself.
 * @param created when.
 */
record Registration(
    long id,
    String procedure,
    MatchPolicy match,
    Member callee,
    boolean discloseCaller,
    boolean forwardTimeout,
    Instant created) {

  /** Whether INVOCATION has to name the procedure. */
  boolean isPattern() {
    return match != MatchPolicy.EXACT;
  }
}
