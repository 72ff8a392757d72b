package io.junctor.wamp.auth;

import io.junctor.wamp.message.ProtocolViolation;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of WAMP-cryptosign: Ed25519 over the challenge.
 *
 * <blockquote>
 * The client MUST return the concatenation of the signature and the message signed (96 bytes) in
 * the {@code AUTHENTICATE} message.
 * </blockquote>
 *
 * <p>The message is the challenge, XORed with the channel id when the session is bound to its
 * channel.
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-cryptosign-based-authentica">WAMP:
 *     Cryptosign</a>
 */
public final class Cryptosign {

  /** Bytes of a seed, a public key, a challenge and a channel id. */
  public static final int KEY_BYTES = 32;

  private static final int SIGNATURE_BYTES = 64;
  private static final String ED25519 = "Ed25519";

  // what stands before the 32 bytes in the JDK's key formats, RFC 8410
  private static final byte[] PKCS8_START =
      HexFormat.of().parseHex("302e020100300506032b657004220420");
  private static final byte[] X509_START = HexFormat.of().parseHex("302a300506032b6570032100");

  private Cryptosign() {}

  /**
   * Signs a challenge.
   *
   * @param channelId what identifies the TLS channel; null when the session is not bound to it.
   * @return AUTHENTICATE.Signature, 192 hexadecimal digits.
   */
  public static String sign(byte[] seed, byte[] challenge, byte @Nullable [] channelId) {
    byte[] message = message(challenge, channelId);
    try {
      Signature signer = Signature.getInstance(ED25519);
      signer.initSign(privateKey(seed));
      signer.update(message);
      return HexFormat.of().formatHex(signer.sign()) + HexFormat.of().formatHex(message);
    } catch (GeneralSecurityException e) {
      throw unavailable(e);
    }
  }

  /**
   * Has the JDK load what a verification needs, which the first peer would wait for: a twentieth of
   * a start.
   */
  public static void prepare() {
    try {
      Signature.getInstance(ED25519);
      KeyFactory.getInstance(ED25519);
    } catch (NoSuchAlgorithmException e) {
      throw unavailable(e);
    }
  }

  /** Whether the signature is one of the key over the challenge; false for any malformed text. */
  public static boolean verify(
      byte[] publicKey, byte[] challenge, byte @Nullable [] channelId, String signature) {
    if (signature.length() != 2 * (SIGNATURE_BYTES + KEY_BYTES)) {
      return false;
    }
    try {
      byte[] bytes = HexFormat.of().parseHex(signature);
      byte[] message = Arrays.copyOfRange(bytes, SIGNATURE_BYTES, bytes.length);
      Signature verifier = Signature.getInstance(ED25519);
      verifier.initVerify(publicKey(publicKey));
      verifier.update(message);
      return verifier.verify(bytes, 0, SIGNATURE_BYTES)
          && Arrays.equals(message, message(challenge, channelId));
    } catch (NoSuchAlgorithmException e) {
      throw unavailable(e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false; // no hexadecimal digits, no point of the curve, no signature
    }
  }

  /**
   * What the challenge is XORed with: the octets of a channel binding, or where they are not as
   * many as the challenge (those of {@code tls-unique} are 12) their SHA-256.
   *
   * <blockquote>
   * get the TLS channel ID (32 bytes) of the TLS session with the respective channel type requested
   * </blockquote>
   *
   * <p>How 12 octets become 32 is not said there; Autobahn and Crossbar.io hash them.
   */
  static byte[] channelId(byte[] binding) {
    if (binding.length == KEY_BYTES) {
      return binding.clone();
    }
    try {
      return MessageDigest.getInstance("SHA-256").digest(binding);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The public key that belongs to a seed. */
  public static byte[] publicKeyOf(byte[] seed) {
    requireKeyBytes("seed", seed);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ED25519);
      // the generator asks for exactly the seed and computes the public key from it
      generator.initialize(NamedParameterSpec.ED25519, new FixedBytes(seed));
      EdECPublicKey key = (EdECPublicKey) generator.generateKeyPair().getPublic();
      byte[] encoded = key.getEncoded();
      return Arrays.copyOfRange(encoded, X509_START.length, encoded.length);
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw unavailable(e);
    }
  }

  /**
   * Reads a challenge, a public key or the like.
   *
   * @throws ProtocolViolation unless it is 64 hexadecimal digits.
   */
  static byte[] parseHex(String field, String text) {
    try {
      if (text.length() == 2 * KEY_BYTES) {
        return HexFormat.of().parseHex(text);
      }
    } catch (IllegalArgumentException e) {
      // the same answer as for a wrong length
    }
    throw new ProtocolViolation(field + ": expected 64 hexadecimal digits");
  }

  private static byte[] message(byte[] challenge, byte @Nullable [] channelId) {
    requireKeyBytes("challenge", challenge);
    byte[] message = challenge.clone();
    if (channelId != null) {
      requireKeyBytes("channel id", channelId);
      for (int index = 0; index < message.length; index++) {
        message[index] ^= channelId[index];
      }
    }
    return message;
  }

  private static PrivateKey privateKey(byte[] seed) throws GeneralSecurityException {
    requireKeyBytes("seed", seed);
    return KeyFactory.getInstance(ED25519)
        .generatePrivate(new PKCS8EncodedKeySpec(join(PKCS8_START, seed)));
  }

  private static PublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
    requireKeyBytes("public key", bytes);
    return KeyFactory.getInstance(ED25519)
        .generatePublic(new X509EncodedKeySpec(join(X509_START, bytes)));
  }

  private static byte[] join(byte[] start, byte[] end) {
    byte[] joined = Arrays.copyOf(start, start.length + end.length);
    System.arraycopy(end, 0, joined, start.length, end.length);
    return joined;
  }

  private static void requireKeyBytes(String what, byte[] bytes) {
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          what + ": expected " + KEY_BYTES + " bytes, got " + bytes.length);
    }
  }

  private static IllegalStateException unavailable(GeneralSecurityException cause) {
    return new IllegalStateException("this Java has no Ed25519", cause);
  }

  /** A source of randomness that is none: it hands out the seed. */
  private static final class FixedBytes extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    private FixedBytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] target) {
      System.arraycopy(bytes, 0, target, 0, target.length);
    }
  }
}
