package io.junctor.wamp.auth;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.junctor.wamp.message.Dict;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How SCRAM makes the salted password, with what it costs. The cost is borne by the client alone:
 * the router stores keys that follow from the result.
 *
 * @param function the function.
 * @param iterations passes.
 * @param memory KiB for Argon2, which runs in one lane; 0 for PBKDF2.
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-salted-challenge-response-a">WAMP:
 *     Salted Challenge Response Authentication</a>
 */
public record ScramKdf(Function function, int iterations, int memory) {

  /** The functions of the specification. */
  public enum Function {
    /** PBKDF2 with HMAC-SHA256. */
    PBKDF2("pbkdf2", "pbkdf2"),
    /** Argon2id, version 1.3. */
    ARGON2ID13("argon2id13", "argon2id-13");

    private final String id;
    private final String autobahn;

    Function(String id, String autobahn) {
      this.id = id;
      this.autobahn = autobahn;
    }

    /** CHALLENGE.Details.kdf. */
    public String id() {
      return id;
    }

    /** What Autobahn calls it. */
    String autobahnId() {
      return autobahn;
    }

    /** By either name; null for another one. */
    static @Nullable Function of(String id) {
      for (Function function : values()) {
        if (function.id.equals(id) || function.autobahn.equals(id)) {
          return function;
        }
      }
      return null;
    }
  }

  /**
   * For new passwords: the weakest that OWASP recommends, rounded up to a power of two, because
   * clients are boards and browsers: 8 MiB, five passes.
   */
  public static final ScramKdf ARGON2_DEFAULT = new ScramKdf(Function.ARGON2ID13, 5, 8_192);

  /** For new passwords where Argon2 is not to be had; about 100 ms on a board. */
  public static final ScramKdf PBKDF2_DEFAULT = new ScramKdf(Function.PBKDF2, 100_000, 0);

  /** RFC 7677, section 4: "at least 4096". A rogue router may ask for fewer. */
  private static final int PBKDF2_ITERATIONS_MIN = 4_096;

  private static final int PBKDF2_ITERATIONS_MAX = 1_000_000; // seconds on a desktop

  private static final int ARGON2_MEMORY_MIN = 8; // RFC 9106: 8 * parallelism

  /** KiB. OWASP's first choice is 19 MiB; the library keeps as much and needs it once more. */
  private static final int ARGON2_MEMORY_MAX = 20_480;

  /** KiB times passes: less is done in a millisecond. */
  private static final long ARGON2_WORK_MIN = 8_192;

  /** KiB times passes: twice what Autobahn derives with, seconds on a desktop. */
  private static final long ARGON2_WORK_MAX = 1L << 22;

  /** Checks the bounds; a router that asks for more or less is not to be trusted. */
  public ScramKdf {
    switch (function) {
      case PBKDF2 -> {
        require("iterations", iterations, PBKDF2_ITERATIONS_MIN, PBKDF2_ITERATIONS_MAX);
        require("memory", memory, 0, 0);
      }
      case ARGON2ID13 -> {
        require("memory", memory, ARGON2_MEMORY_MIN, ARGON2_MEMORY_MAX);
        require("iterations", iterations, 1, ARGON2_WORK_MAX / memory);
        require(
            "memory times iterations",
            (long) memory * iterations,
            ARGON2_WORK_MIN,
            ARGON2_WORK_MAX);
      }
    }
  }

  /**
   * What a challenge asks for.
   *
   * @throws IllegalArgumentException when it is unknown or out of bounds.
   */
  static ScramKdf of(Dict extra) {
    String name = extra.string("kdf", "");
    Function function = Function.of(name);
    if (function == null) {
      throw new IllegalArgumentException("kdf: expected argon2id13 or pbkdf2, got " + name);
    }
    long memory = function == Function.PBKDF2 ? 0 : extra.integer("memory", 0);
    return new ScramKdf(function, bounded(extra.integer("iterations", 0)), bounded(memory));
  }

  private static int bounded(long value) {
    return Math.clamp(value, 0, Integer.MAX_VALUE);
  }

  /** The salted password, 32 octets. */
  byte[] derive(String password, byte[] salt) {
    String normal = SaslPrep.normalize(password);
    return switch (function) {
      case PBKDF2 -> Mac256.pbkdf2(normal, salt, iterations, Mac256.BYTES);
      case ARGON2ID13 ->
          Argon2Function.getInstance(
                  memory, iterations, 1, Mac256.BYTES, Argon2.ID, Argon2Function.ARGON2_VERSION_13)
              .hash(normal.getBytes(StandardCharsets.UTF_8), salt)
              .getBytes();
    };
  }

  private static void require(String what, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "scram %s: expected %d..%d, got %d".formatted(what, min, max, value));
    }
  }
}
