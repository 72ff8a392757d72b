package io.junctor.router;

import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.uri.ErrorUri;

/**
 * How a disclosed caller or publisher is named.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-caller-identification">WAMP:
 *     Caller Identification</a>
 */
final class Identities {

  private Identities() {}

  /**
   * The session's id, authid and authrole. {@link Member#asCaller} and {@link Member#asPublisher}
   * keep it.
   *
   * @param key {@code caller} or {@code publisher}.
   */
  static Dict of(Member member, String key) {
    Identity identity = member.details().identity();
    return Dict.builder()
        .put(key, member.id())
        .put(key + "_authid", identity.authid())
        .put(key + "_authrole", identity.authrole())
        .build()
        .repeated();
  }

  /**
   * Whether the identity is told, given the policy and the session's wish.
   *
   * @throws WampError when the session wishes what the policy forbids.
   */
  static boolean discloses(Disclosure policy, boolean wished) {
    check(policy, wished);
    return wished || policy == Disclosure.ALWAYS;
  }

  /**
   * Checks the session's wish against the policy.
   *
   * @throws WampError when the session wishes what the policy forbids.
   */
  static void check(Disclosure policy, boolean wished) {
    if (wished && policy == Disclosure.FORBIDDEN) {
      throw new WampError(
          ErrorUri.OPTION_DISALLOWED_DISCLOSE_ME, "the identity may not be disclosed here");
    }
  }
}
