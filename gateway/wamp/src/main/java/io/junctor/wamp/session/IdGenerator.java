package io.junctor.wamp.session;

/**
 * Where ids of the global scope come from: session ids and publication ids.
 *
 * <blockquote>
 * IDs in the global scope MUST be drawn randomly from a uniform distribution over the complete
 * range [1, 2^53].
 * </blockquote>
 *
 * <p>Session ids should come from a strong source: knowing one is what eligible lists rely on.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-ids">WAMP: IDs</a>
 */
@FunctionalInterface
public interface IdGenerator {

  /** The next id, uniformly from [1, 2^53]. */
  long next();
}
