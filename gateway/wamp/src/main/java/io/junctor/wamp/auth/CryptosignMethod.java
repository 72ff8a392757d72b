package io.junctor.wamp.auth;

import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.transport.LinkProofs;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * The router's side of cryptosign.
 *
 * <blockquote>
 * If a router does not support the channel_binding the client requested, it may chose to continue
 * the authentication without channel binding, and hence CHALLENGE.Extra would not contain a
 * channel_binding.
 * </blockquote>
 *
 * <p>This one does not choose that: a client that asked to be bound to its channel and does not
 * look what it got would not be, and nobody would notice.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-tls-channel-binding">WAMP: TLS
 *     Channel Binding</a>
 */
final class CryptosignMethod {

  private CryptosignMethod() {}

  /**
   * Challenges whoever has a key.
   *
   * @param extra HELLO's {@code authextra}.
   * @param whenSigned decides once the client has shown that the key is its own.
   */
  static AuthStep begin(
      byte[] publicKey,
      Dict extra,
      LinkProofs proofs,
      Nonces nonces,
      Supplier<AuthStep> whenSigned) {
    String type = extra.string("channel_binding");
    byte[] bytes = type == null ? null : proofs.channelId(type);
    if (type != null && bytes == null) {
      return SecretMethods.noBinding(type, proofs);
    }
    byte[] channelId = bytes == null ? null : Cryptosign.channelId(bytes);
    byte[] challenge = nonces.next(Cryptosign.KEY_BYTES);
    Dict asked = Dict.of("challenge", HexFormat.of().formatHex(challenge));
    if (type != null) {
      asked = asked.with("channel_binding", type);
    }
    return new AuthStep.Ask(
        new Challenge(AuthMethod.CRYPTOSIGN, asked),
        answer ->
            Cryptosign.verify(publicKey, challenge, channelId, answer.signature())
                ? whenSigned.get()
                : SecretMethods.failed("wrong signature"));
  }
}
