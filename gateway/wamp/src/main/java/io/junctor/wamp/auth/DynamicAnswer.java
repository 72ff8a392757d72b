package io.junctor.wamp.auth;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link AuthProcedure} answered, read and checked.
 *
 * <pre>
 * role      the authrole. Required.
 * authid    the name to go on with; the one that was asked for by default
 * wampcra   the stored form of a secret (junctor hash --method wampcra), or
 * secret    the secret, or with salt (iterations, keylen) the Base64 text of the derived key
 * scram     the stored form of keys (junctor hash --method scram)
 * </pre>
 */
final class DynamicAnswer {

  /** Names go into logs, URIs and permissions: no wildcards, no separators. */
  private static final Pattern AUTHID = Pattern.compile("[A-Za-z0-9_.@-]{1,64}");

  private DynamicAnswer() {}

  /**
   * The principal that an answer describes.
   *
   * @param asked the name from HELLO.
   * @param roles which may be given.
   * @param reserved which names may not.
   * @throws IllegalArgumentException when the answer is malformed or gives what it may not.
   */
  static Principal read(Dict answer, String asked, Set<String> roles, Set<String> reserved) {
    try {
      String role = answer.string("role", "");
      if (!roles.contains(role)) {
        throw new IllegalArgumentException("answer: expected one of the configured roles");
      }
      String authid = answer.string("authid", asked);
      if (!AUTHID.matcher(authid).matches() || reserved.contains(authid)) {
        throw new IllegalArgumentException(
            "answer: expected an authid of letters, digits, _ . @ and - that is nobody else's");
      }
      return new Principal(
          authid, role, null, cra(answer), scram(answer), List.of(), List.of(), Set.of());
    } catch (ProtocolViolation e) { // a value of another type
      throw new IllegalArgumentException("answer: " + e.getMessage(), e);
    }
  }

  private static @Nullable CraSecret cra(Dict answer) {
    String stored = answer.string("wampcra");
    if (stored != null) {
      return CraSecret.parse(stored);
    }
    String secret = answer.string("secret");
    if (secret == null) {
      return null;
    }
    return CraSecret.ofKey(
        secret,
        answer.string("salt"),
        Math.clamp(answer.integer("iterations", CraSecret.ITERATIONS_MIN), 0, Integer.MAX_VALUE),
        Math.clamp(answer.integer("keylen", CraSecret.KEY_BYTES), 0, Integer.MAX_VALUE));
  }

  private static @Nullable ScramSecret scram(Dict answer) {
    String stored = answer.string("scram");
    return stored == null ? null : ScramSecret.parse(stored);
  }
}
