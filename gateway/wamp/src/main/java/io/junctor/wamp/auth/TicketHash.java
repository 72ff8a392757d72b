package io.junctor.wamp.auth;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * How a ticket is stored: PBKDF2 with HMAC-SHA256 of its UTF-8 bytes and a salt of its own, because
 * a ticket may be a password that a person chose.
 *
 * <p>The text form is {@code pbkdf2-sha256$iterations$salt$hash}, salt and hash in Base64.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8018.html#section-5.2">RFC 8018: PBKDF2</a>
 */
public final class TicketHash {

  /**
   * Iterations for a new hash: 20 ms of CPU on a desktop core once compiled (measured), several
   * times that on a board without SHA instructions. OWASP's figure for servers is six times as
   * many, which a board that many clients join at once could not pay.
   */
  public static final int ITERATIONS_DEFAULT = 100_000;

  /** Fewer would make a stolen hash cheap to guess. */
  public static final int ITERATIONS_MIN = 10_000;

  /** More would let one HELLO burn seconds of CPU. */
  public static final int ITERATIONS_MAX = 1_000_000;

  /** Bytes of a salt, NIST SP 800-132's minimum. */
  public static final int SALT_BYTES = 16;

  private static final int HASH_BYTES = 32;
  private static final String SCHEME = "pbkdf2-sha256";

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private TicketHash(int iterations, byte[] salt, byte[] hash) {
    if (iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
      throw new IllegalArgumentException(
          "ticket hash: expected "
              + ITERATIONS_MIN
              + ".."
              + ITERATIONS_MAX
              + " iterations, got "
              + iterations);
    }
    requireBytes("salt", salt, SALT_BYTES);
    requireBytes("hash", hash, HASH_BYTES);
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * Hashes a new ticket.
   *
   * @param salt {@link #SALT_BYTES} unpredictable bytes.
   */
  public static TicketHash of(String ticket, byte[] salt, int iterations) {
    return new TicketHash(iterations, salt.clone(), derive(ticket, salt, iterations));
  }

  /** Reads the text form. Its failures do not repeat the text. */
  public static TicketHash parse(String text) {
    String[] parts = text.split("\\$", -1);
    if (parts.length != 4 || !parts[0].equals(SCHEME)) {
      throw new IllegalArgumentException(
          "ticket hash: expected " + SCHEME + "$iterations$salt$hash");
    }
    try {
      Base64.Decoder base64 = Base64.getDecoder();
      return new TicketHash(
          Integer.parseInt(parts[1]), base64.decode(parts[2]), base64.decode(parts[3]));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("ticket hash: expected iterations as a number", e);
    }
  }

  /** Whether it is the ticket; takes the same time for every ticket. */
  public boolean matches(String ticket) {
    return MessageDigest.isEqual(hash, derive(ticket, salt, iterations));
  }

  /** One that costs the same to check and that no ticket matches. */
  TicketHash decoy(byte[] seed) {
    return new TicketHash(
        iterations,
        Arrays.copyOf(Mac256.hmac(seed, "ticket salt"), SALT_BYTES),
        Mac256.hmac(seed, "ticket hash"));
  }

  /** The form for a configuration file. */
  public String toText() {
    Base64.Encoder base64 = Base64.getEncoder();
    return String.join(
        "$",
        SCHEME,
        Integer.toString(iterations),
        base64.encodeToString(salt),
        base64.encodeToString(hash));
  }

  @Override
  public String toString() {
    return "TicketHash(redacted)";
  }

  private static byte[] derive(String ticket, byte[] salt, int iterations) {
    return Mac256.pbkdf2(ticket, salt, iterations, HASH_BYTES);
  }

  private static void requireBytes(String what, byte[] bytes, int count) {
    if (bytes.length != count) {
      throw new IllegalArgumentException(
          "ticket hash: expected a " + what + " of " + count + " bytes, got " + bytes.length);
    }
  }
}
