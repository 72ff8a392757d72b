package io.junctor.wamp.auth;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Proves the client's identity with an Ed25519 key. The key never leaves the client. The session is
 * not bound to its TLS channel.
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-cryptosign-based-authentica">WAMP:
 *     Cryptosign</a>
 */
public final class CryptosignAuthenticator implements ClientAuthenticator {

  private final String authid;
  private final byte[] seed;
  private final String publicKey;

  /**
   * For one principal and its key.
   *
   * @param seed the private key, {@link Cryptosign#KEY_BYTES} bytes.
   */
  public CryptosignAuthenticator(String authid, byte[] seed) {
    this.authid = authid;
    this.seed = seed.clone();
    this.publicKey = HexFormat.of().formatHex(Cryptosign.publicKeyOf(this.seed));
  }

  /**
   * For the content of a key file: the seed as 64 hexadecimal digits or as Base64, with any space
   * around it.
   *
   * @throws IllegalArgumentException for anything else; the content is not repeated.
   */
  public static CryptosignAuthenticator ofKeyFile(String authid, String content) {
    String text = content.strip();
    byte[] seed = new byte[0];
    try {
      seed =
          text.length() == 2 * Cryptosign.KEY_BYTES
              ? HexFormat.of().parseHex(text)
              : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      // the same answer as for a wrong length
    }
    if (seed.length != Cryptosign.KEY_BYTES) {
      throw new IllegalArgumentException(
          "key of " + authid + ": expected a seed of 32 bytes in hexadecimal digits or Base64");
    }
    return new CryptosignAuthenticator(authid, seed);
  }

  /** The public key for the router's configuration: 64 hexadecimal digits. */
  public String publicKey() {
    return publicKey;
  }

  @Override
  public String method() {
    return AuthMethod.CRYPTOSIGN;
  }

  @Override
  public String authid() {
    return authid;
  }

  @Override
  public Dict authextra() {
    return Dict.of("pubkey", publicKey);
  }

  @Override
  public Authenticate answer(Challenge challenge) {
    if (!challenge.authMethod().equals(AuthMethod.CRYPTOSIGN)) {
      throw new ProtocolViolation(
          "CHALLENGE: expected authmethod cryptosign, got " + challenge.authMethod());
    }
    if (challenge.extra().has("channel_binding")) {
      throw new ProtocolViolation("CHALLENGE: expected no channel_binding, none was asked for");
    }
    // exactly 32 bytes: nobody gets a longer text of their choice signed
    byte[] nonce =
        Cryptosign.parseHex("CHALLENGE.challenge", challenge.extra().string("challenge", ""));
    return new Authenticate(Cryptosign.sign(seed, nonce, null), Dict.EMPTY);
  }

  @Override
  public String toString() {
    return "CryptosignAuthenticator[authid=" + authid + ", publicKey=" + publicKey + "]";
  }
}
