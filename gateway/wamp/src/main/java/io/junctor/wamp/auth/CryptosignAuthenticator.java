package io.junctor.wamp.auth;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.transport.LinkProofs;
import io.junctor.wamp.transport.TransportDetails;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Proves the client's identity with an Ed25519 key. The key never leaves the client.
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-cryptosign-based-authentica">WAMP:
 *     Cryptosign</a>
 */
public final class CryptosignAuthenticator implements ClientAuthenticator {

  private final String authid;
  private final byte[] seed;
  private final String publicKey;
  private final @Nullable String binding; // the type of channel binding; null when not bound
  private final byte @Nullable [] channelId; // of one link; null when not bound

  /**
   * For one principal and its key.
   *
   * @param seed the private key, {@link Cryptosign#KEY_BYTES} bytes.
   */
  public CryptosignAuthenticator(String authid, byte[] seed) {
    this(authid, seed.clone(), HexFormat.of().formatHex(Cryptosign.publicKeyOf(seed)), null, null);
  }

  private CryptosignAuthenticator(
      String authid,
      byte[] seed,
      String publicKey,
      @Nullable String binding,
      byte @Nullable [] channelId) {
    this.authid = authid;
    this.seed = seed;
    this.publicKey = publicKey;
    this.binding = binding;
    this.channelId = channelId;
  }

  /**
   * The same, bound to the TLS channel by {@code tls-exporter}: a signature that somebody between
   * passes on is worth nothing.
   */
  public CryptosignAuthenticator boundToChannel() {
    return boundToChannel(LinkProofs.TLS_EXPORTER);
  }

  /**
   * The same by another type, for routers that know no other.
   *
   * @param type {@code tls-exporter}, or {@code tls-unique}, which only TLS 1.2 has.
   */
  public CryptosignAuthenticator boundToChannel(String type) {
    return new CryptosignAuthenticator(authid, seed, publicKey, type, null);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException when it is to be bound to a channel that has no id.
   */
  @Override
  public ClientAuthenticator forLink(TransportDetails link) {
    if (binding == null) {
      return this;
    }
    byte[] id = link.proofs().channelId(binding);
    if (id == null) {
      throw new IllegalStateException("the link has no " + binding + " value to bind to");
    }
    return new CryptosignAuthenticator(authid, seed, publicKey, binding, Cryptosign.channelId(id));
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
    Dict extra = Dict.of("pubkey", publicKey);
    return binding == null ? extra : extra.with("channel_binding", binding);
  }

  @Override
  public Authenticate answer(Challenge challenge) {
    if (!challenge.authMethod().equals(AuthMethod.CRYPTOSIGN)) {
      throw new ProtocolViolation(
          "CHALLENGE: expected authmethod cryptosign, got " + challenge.authMethod());
    }
    // "The authenticating client MUST verify the actual channel binding in use matches the one it
    // requested."
    String used = challenge.extra().string("channel_binding");
    if (!Objects.equals(used, binding)) {
      throw new ProtocolViolation(
          "CHALLENGE: expected %s channel_binding, got %s"
              .formatted(binding == null ? "no" : binding, used));
    }
    if (binding != null && channelId == null) {
      throw new IllegalStateException("expected forLink() first: it is bound to a channel");
    }
    // exactly 32 bytes: nobody gets a longer text of their choice signed
    byte[] nonce =
        Cryptosign.parseHex("CHALLENGE.challenge", challenge.extra().string("challenge", ""));
    return new Authenticate(Cryptosign.sign(seed, nonce, channelId), Dict.EMPTY);
  }

  @Override
  public String toString() {
    return "CryptosignAuthenticator[authid=" + authid + ", publicKey=" + publicKey + "]";
  }
}
