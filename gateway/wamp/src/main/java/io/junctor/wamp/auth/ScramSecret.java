package io.junctor.wamp.auth;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a router stores for SCRAM: nothing that one can sign in with.
 *
 * <p>Autobahn|Python and Crossbar.io hash not the octets that Argon2 gives but their Base64 text
 * without padding, so the same password has other keys for them. For Argon2 both pairs are stored,
 * the specification's first; PBKDF2 needs one.
 *
 * <p>Text forms, everything after the numbers in Base64: {@code
 * scram-pbkdf2$iterations$salt$storedKey$serverKey}, {@code
 * scram-argon2id13$iterations$memory$salt$storedKey$serverKey[$storedKey$serverKey]}, the second
 * pair for Autobahn.
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-salted-challenge-response-a">WAMP:
 *     Salted Challenge Response Authentication</a>
 */
public final class ScramSecret {

  /** Bytes of a new salt, what the specification recommends. */
  public static final int SALT_BYTES = 16;

  private static final int SALT_BYTES_MIN = 8; // "which can be reduced to 64-bit"
  private static final int SALT_BYTES_MAX = 64;
  private static final String SCHEME = "scram-";

  private final ScramKdf kdf;
  private final byte[] salt;
  private final Scram.Keys keys;
  private final Scram.@Nullable Keys autobahn; // null when only the standard's keys are known

  ScramSecret(ScramKdf kdf, byte[] salt, Scram.Keys keys, Scram.@Nullable Keys autobahn) {
    if (salt.length < SALT_BYTES_MIN || salt.length > SALT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "scram secret: expected a salt of %d..%d bytes, got %d"
              .formatted(SALT_BYTES_MIN, SALT_BYTES_MAX, salt.length));
    }
    this.kdf = kdf;
    this.salt = salt;
    this.keys = keys;
    this.autobahn = autobahn;
  }

  /**
   * Derives the keys of a new password; may take seconds.
   *
   * @param salt unpredictable bytes that no other password has.
   */
  public static ScramSecret of(String password, byte[] salt, ScramKdf kdf) {
    byte[] salted = kdf.derive(password, salt);
    return new ScramSecret(
        kdf,
        salt.clone(),
        Scram.Keys.of(salted),
        Scram.Keys.of(ScramDialect.AUTOBAHN.saltedPassword(kdf, salted)));
  }

  /** Reads a text form. Its failures do not repeat the text. */
  public static ScramSecret parse(String text) {
    String[] parts = text.split("\\$", -1);
    try {
      if (parts.length == 5 && parts[0].equals(SCHEME + ScramKdf.Function.PBKDF2.id())) {
        ScramKdf kdf = new ScramKdf(ScramKdf.Function.PBKDF2, Integer.parseInt(parts[1]), 0);
        Scram.Keys keys = keys(parts[3], parts[4]);
        return new ScramSecret(kdf, base64(parts[2]), keys, keys);
      }
      if ((parts.length == 6 || parts.length == 8)
          && parts[0].equals(SCHEME + ScramKdf.Function.ARGON2ID13.id())) {
        ScramKdf kdf =
            new ScramKdf(
                ScramKdf.Function.ARGON2ID13,
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]));
        Scram.Keys autobahn = parts.length == 8 ? keys(parts[6], parts[7]) : null;
        return new ScramSecret(kdf, base64(parts[3]), keys(parts[4], parts[5]), autobahn);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("scram secret: expected iterations and memory", e);
    }
    throw new IllegalArgumentException(
        "scram secret: expected scram-argon2id13$iterations$memory$salt$storedKey$serverKey"
            + " or scram-pbkdf2$iterations$salt$storedKey$serverKey");
  }

  private static Scram.Keys keys(String stored, String server) {
    return keys(base64(stored), base64(server));
  }

  /** Checks the lengths of a pair of keys. */
  static Scram.Keys keys(byte[] stored, byte[] server) {
    if (stored.length != Mac256.BYTES || server.length != Mac256.BYTES) {
      throw new IllegalArgumentException(
          "scram secret: expected keys of %d bytes, got %d and %d"
              .formatted(Mac256.BYTES, stored.length, server.length));
    }
    return new Scram.Keys(stored, server);
  }

  private static byte[] base64(String text) {
    return Base64.getDecoder().decode(text);
  }

  ScramKdf kdf() {
    return kdf;
  }

  /** The salt for CHALLENGE, in Base64. */
  String salt() {
    return Base64.getEncoder().encodeToString(salt);
  }

  /** The keys for a dialect; null when they are not known. */
  Scram.@Nullable Keys keys(ScramDialect dialect) {
    return dialect == ScramDialect.STANDARD ? keys : autobahn;
  }

  /** One that looks like this to a client and that nobody knows; the same for the same seed. */
  ScramSecret decoy(byte[] seed) {
    byte[] unknown = Mac256.hmac(seed, "scram keys");
    byte[] decoySalt = Arrays.copyOf(Mac256.hmac(seed, "scram salt"), salt.length);
    byte[] more = Mac256.hmac(seed, "scram salt 2");
    for (int index = Mac256.BYTES; index < salt.length; index++) {
      decoySalt[index] = more[index - Mac256.BYTES];
    }
    Scram.Keys nobodys = new Scram.Keys(unknown, unknown);
    return new ScramSecret(kdf, decoySalt, nobodys, autobahn == null ? null : nobodys);
  }

  /** The form for a configuration file. */
  public String toText() {
    StringBuilder text = new StringBuilder(SCHEME).append(kdf.function().id());
    text.append('$').append(kdf.iterations());
    if (kdf.function() == ScramKdf.Function.ARGON2ID13) {
      text.append('$').append(kdf.memory());
    }
    text.append('$').append(salt());
    append(text, keys);
    if (kdf.function() == ScramKdf.Function.ARGON2ID13 && autobahn != null) {
      append(text, autobahn);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Scram.Keys keys) {
    Base64.Encoder base64 = Base64.getEncoder();
    text.append('$').append(base64.encodeToString(keys.stored()));
    text.append('$').append(base64.encodeToString(keys.server()));
  }

  @Override
  public String toString() {
    return "ScramSecret(redacted)";
  }
}
