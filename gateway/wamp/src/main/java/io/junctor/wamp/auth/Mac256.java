package io.junctor.wamp.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256 and what is built on it, without checked exceptions: every Java has them. */
final class Mac256 {

  /** Bytes of a hash. */
  static final int BYTES = 32;

  private static final String HMAC = "HmacSHA256";

  private Mac256() {}

  /** HMAC-SHA256. */
  static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      // an empty key is refused by SecretKeySpec; HMAC pads keys with zeros, so one zero is the
      // same
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, HMAC));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + HMAC, e);
    }
  }

  /** HMAC-SHA256 of a text's UTF-8 bytes. */
  static byte[] hmac(byte[] key, String text) {
    return hmac(key, text.getBytes(StandardCharsets.UTF_8));
  }

  /** SHA-256. */
  static byte[] hash(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /**
   * PBKDF2 with HMAC-SHA256 over the password's UTF-8 bytes.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8018.html#section-5.2">RFC 8018: PBKDF2</a>
   */
  static byte[] pbkdf2(String password, byte[] salt, int iterations, int bytes) {
    try {
      PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, bytes * Byte.SIZE);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no PBKDF2WithHmacSHA256", e);
    }
  }

  /** The exclusive or of two arrays of the same length. */
  static byte[] xor(byte[] left, byte[] right) {
    byte[] result = left.clone();
    for (int index = 0; index < result.length; index++) {
      result[index] ^= right[index];
    }
    return result;
  }
}
