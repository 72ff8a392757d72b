package io.junctor.wamp.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of SCRAM-SHA-256.
 *
 * <pre>
 * ClientKey = HMAC(SaltedPassword, "Client Key")     ClientSignature = HMAC(StoredKey, AuthMessage)
 * StoredKey = SHA256(ClientKey)                      ClientProof     = ClientKey XOR ClientSignature
 * ServerKey = HMAC(SaltedPassword, "Server Key")     ServerSignature = HMAC(ServerKey, AuthMessage)
 * </pre>
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-salted-challenge-response-a">WAMP:
 *     Salted Challenge Response Authentication</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5802.html#section-3">RFC 5802, section 3</a>
 */
final class Scram {

  private Scram() {}

  /** What the router stores: neither gives the password, nor can one sign in with it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Keys(byte[] stored, byte[] server) {
    static Keys of(byte[] saltedPassword) {
      return new Keys(Mac256.hash(clientKey(saltedPassword)), serverKey(saltedPassword));
    }
  }

  static byte[] clientKey(byte[] saltedPassword) {
    return Mac256.hmac(saltedPassword, "Client Key");
  }

  static byte[] serverKey(byte[] saltedPassword) {
    return Mac256.hmac(saltedPassword, "Server Key");
  }

  /** AUTHENTICATE.Signature. */
  static String clientProof(byte[] saltedPassword, String authMessage) {
    byte[] clientKey = clientKey(saltedPassword);
    byte[] signature = Mac256.hmac(Mac256.hash(clientKey), authMessage);
    return Base64.getEncoder().encodeToString(Mac256.xor(clientKey, signature));
  }

  /** Whether the proof was made with the password; false for what is no proof. */
  static boolean isProof(Keys keys, String authMessage, String proof) {
    byte[] received;
    try {
      received = Base64.getDecoder().decode(proof);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (received.length != Mac256.BYTES) {
      return false;
    }
    byte[] signature = Mac256.hmac(keys.stored(), authMessage);
    return MessageDigest.isEqual(Mac256.hash(Mac256.xor(signature, received)), keys.stored());
  }

  /** The router's proof that it has the keys. */
  static String serverSignature(byte[] serverKey, String authMessage) {
    return Base64.getEncoder().encodeToString(Mac256.hmac(serverKey, authMessage));
  }

  /**
   * What both sides sign.
   *
   * @param clientFirst from {@link #clientFirst}.
   * @param nonce the client's and the router's, one after the other.
   * @param salt in Base64.
   * @param channel the {@code c} attribute, from {@link #channel}.
   */
  static String authMessage(
      String clientFirst, String nonce, String salt, int iterations, String channel) {
    return clientFirst
        + ",r="
        + nonce
        + ",s="
        + salt
        + ",i="
        + iterations
        + ",c="
        + channel
        + ",r="
        + nonce;
  }

  /** {@code n=user,r=nonce}. */
  static String clientFirst(String authid, String clientNonce) {
    String name = authid.replace("=", "=3D").replace(",", "=2C");
    return "n=" + name + ",r=" + clientNonce;
  }

  /**
   * The {@code c} attribute: {@code CBindFlag + ",," + data} in Base64.
   *
   * @param type the channel binding; null for none.
   * @param data what identifies the channel; ignored without a type.
   */
  static String channel(@Nullable String type, byte[] data) {
    if (type == null) {
      return Base64.getEncoder().encodeToString("n,,".getBytes(StandardCharsets.US_ASCII));
    }
    byte[] flag = ("p=" + type + ",,").getBytes(StandardCharsets.UTF_8);
    byte[] input = java.util.Arrays.copyOf(flag, flag.length + data.length);
    System.arraycopy(data, 0, input, flag.length, data.length);
    return Base64.getEncoder().encodeToString(input);
  }

  /** The name in its normal form; as it is when it has none, which no principal's name is. */
  static String name(String authid) {
    try {
      return SaslPrep.normalize(authid);
    } catch (IllegalArgumentException e) {
      return authid;
    }
  }
}
