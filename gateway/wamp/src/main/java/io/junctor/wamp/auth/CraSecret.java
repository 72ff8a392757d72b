package io.junctor.wamp.auth;

import io.junctor.wamp.message.Dict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a router stores for WAMP-CRA, and the arithmetic of the method.
 *
 * <p>The signature is made with the shared secret itself or, salted, with a key that is derived
 * from it by PBKDF2 with HMAC-SHA256. Either way the router needs what the client signs with:
 * whoever reads the stored form can sign as the principal. Salted, it does at least not give away
 * the password, which may be in use elsewhere.
 *
 * <p>The specification says neither what text the key has nor what octets the salt has. As in all
 * clients that were tried, the HMAC key is the <em>Base64 text</em> of the derived octets, and the
 * salt's octets are its UTF-8 bytes.
 *
 * <p>Text forms: {@code wampcra-pbkdf2$iterations$keylen$salt$key}, the salt as it is sent, the key
 * in Base64; {@code wampcra-plain$secret}, the secret's UTF-8 bytes in Base64.
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-challenge-response-authenti">WAMP:
 *     Challenge Response Authentication</a>
 */
public final class CraSecret {

  /**
   * Iterations for a new secret. Ten times what clients default to; browsers derive the key in
   * JavaScript, where ten times more takes seconds.
   */
  public static final int ITERATIONS_DEFAULT = 10_000;

  /** What Autobahn and Crossbar.io default to; fewer makes a stolen key cheap to guess from. */
  public static final int ITERATIONS_MIN = 1_000;

  /** A client would be busy for minutes. */
  public static final int ITERATIONS_MAX = 1_000_000;

  /** Octets of the derived key: what SHA-256 gives. */
  public static final int KEY_BYTES = 32;

  /** Bytes of entropy of a new salt. */
  public static final int SALT_BYTES = 16;

  private static final int KEY_BYTES_MIN = 16;
  private static final int KEY_BYTES_MAX = 64;
  private static final int SALT_CHARS_MAX = 128;
  private static final int SECRET_BYTES_MIN = 8; // shorter ones are found within hours

  private static final String SALTED = "wampcra-pbkdf2";
  private static final String PLAIN = "wampcra-plain";

  private final @Nullable Salting salting; // null when the secret itself is the key
  private final byte[] key;

  private record Salting(int iterations, int keyBytes, String salt) {}

  private CraSecret(@Nullable Salting salting, byte[] key) {
    this.salting = salting;
    this.key = key;
  }

  /**
   * Derives the key of a new secret.
   *
   * @param salt any text that no other secret has.
   */
  public static CraSecret salted(String secret, String salt, int iterations, int keyBytes) {
    requireBounds(salt, iterations, keyBytes);
    return new CraSecret(
        new Salting(iterations, keyBytes, salt), deriveKey(secret, salt, iterations, keyBytes));
  }

  /** The secret as it is, for clients that cannot derive keys. */
  public static CraSecret plain(String secret) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    if (key.length < SECRET_BYTES_MIN) {
      throw new IllegalArgumentException(
          "wampcra secret: expected at least " + SECRET_BYTES_MIN + " bytes, got " + key.length);
    }
    return new CraSecret(null, key);
  }

  /**
   * What somebody else's user database holds.
   *
   * @param key what the client signs with: the secret, or the Base64 text of the derived octets.
   */
  static CraSecret ofKey(String key, @Nullable String salt, int iterations, int keyBytes) {
    if (salt == null) {
      return new CraSecret(null, key.getBytes(StandardCharsets.UTF_8));
    }
    requireBounds(salt, iterations, keyBytes);
    return new CraSecret(
        new Salting(iterations, keyBytes, salt), key.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a text form. Its failures do not repeat the text. */
  public static CraSecret parse(String text) {
    String[] parts = text.split("\\$", -1);
    try {
      if (parts.length == 2 && parts[0].equals(PLAIN)) {
        return plain(new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8));
      }
      if (parts.length == 5 && parts[0].equals(SALTED)) {
        int keyBytes = Integer.parseInt(parts[2]);
        int decoded = Base64.getDecoder().decode(parts[4]).length;
        if (decoded != keyBytes) {
          throw new IllegalArgumentException(
              "wampcra secret: expected a key of " + keyBytes + " bytes, got " + decoded);
        }
        return ofKey(parts[4], parts[3], Integer.parseInt(parts[1]), keyBytes);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("wampcra secret: expected iterations and keylen", e);
    }
    throw new IllegalArgumentException(
        "wampcra secret: expected "
            + SALTED
            + "$iterations$keylen$salt$key or "
            + PLAIN
            + "$secret");
  }

  /** The key that a client signs with: the Base64 text of the derived octets. */
  static byte[] deriveKey(String secret, String salt, long iterations, long keyBytes) {
    requireBounds(salt, iterations, keyBytes);
    byte[] derived =
        Mac256.pbkdf2(
            secret,
            salt.getBytes(StandardCharsets.UTF_8),
            Math.toIntExact(iterations),
            Math.toIntExact(keyBytes));
    return Base64.getEncoder().encode(derived);
  }

  /** AUTHENTICATE.Signature: {@code HMAC[SHA256]_{key}(challenge)} in Base64. */
  static String sign(byte[] key, String challenge) {
    return Base64.getEncoder().encodeToString(Mac256.hmac(key, challenge));
  }

  /** Whether the signature is one of the challenge; takes the same time for every signature. */
  boolean matches(String challenge, String signature) {
    return MessageDigest.isEqual(
        sign(key, challenge).getBytes(StandardCharsets.US_ASCII),
        signature.getBytes(StandardCharsets.UTF_8));
  }

  /** CHALLENGE.Extra for a challenge text. */
  Dict extra(String challenge) {
    Dict.Builder extra = Dict.builder().put("challenge", challenge);
    if (salting != null) {
      extra
          .put("salt", salting.salt())
          .put("keylen", (long) salting.keyBytes())
          .put("iterations", (long) salting.iterations());
    }
    return extra.build();
  }

  /** One that looks like this to a client and that nobody knows; the same for the same seed. */
  CraSecret decoy(byte[] seed) {
    byte[] unknown = Mac256.hmac(seed, "wampcra key");
    if (salting == null) {
      return new CraSecret(null, unknown);
    }
    return new CraSecret(
        new Salting(
            salting.iterations(), salting.keyBytes(), decoySalt(seed, salting.salt().length())),
        unknown);
  }

  private static String decoySalt(byte[] seed, int length) {
    StringBuilder salt = new StringBuilder();
    while (salt.length() < length) {
      byte[] more = Arrays.copyOf(Mac256.hmac(seed, "wampcra salt " + salt.length()), 30);
      salt.append(Base64.getEncoder().encodeToString(more)); // 30 octets leave no padding
    }
    // a salt of 16 octets in Base64 ends with its padding
    boolean padded = length == Base64.getEncoder().encodeToString(new byte[SALT_BYTES]).length();
    return padded ? salt.substring(0, length - 3) + "A==" : salt.substring(0, length);
  }

  /** The form for a configuration file. */
  public String toText() {
    if (salting == null) {
      return PLAIN + "$" + Base64.getEncoder().encodeToString(key);
    }
    return String.join(
        "$",
        SALTED,
        Integer.toString(salting.iterations()),
        Integer.toString(salting.keyBytes()),
        salting.salt(),
        new String(key, StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "CraSecret(redacted)";
  }

  private static void requireBounds(String salt, long iterations, long keyBytes) {
    if (iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
      throw new IllegalArgumentException(
          "wampcra: expected %d..%d iterations, got %d"
              .formatted(ITERATIONS_MIN, ITERATIONS_MAX, iterations));
    }
    if (keyBytes < KEY_BYTES_MIN || keyBytes > KEY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "wampcra: expected a keylen of %d..%d, got %d"
              .formatted(KEY_BYTES_MIN, KEY_BYTES_MAX, keyBytes));
    }
    if (salt.isEmpty() || salt.length() > SALT_CHARS_MAX) {
      throw new IllegalArgumentException(
          "wampcra: expected a salt of 1.." + SALT_CHARS_MAX + " characters, got " + salt.length());
    }
  }
}
