package io.junctor.wamp.auth;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Dict;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM as the specification has it and as Autobahn|Python 22.7 and Crossbar.io speak it; each
 * under a method name of its own, so no client meets the wrong one.
 *
 * <table>
 * <caption>Differences</caption>
 * <tr><td></td><td>specification</td><td>Autobahn</td></tr>
 * <tr><td>authmethod</td><td>wamp-scram</td><td>scram</td></tr>
 * <tr><td>Argon2's name</td><td>argon2id13</td><td>argon2id-13</td></tr>
 * <tr><td>salted password of Argon2</td><td>its octets</td><td>their Base64 text</td></tr>
 * <tr><td>c attribute</td><td>Base64 of n,,</td><td>empty</td></tr>
 * <tr><td>AUTHENTICATE.Extra</td><td>nonce, channel binding</td><td>nothing</td></tr>
 * <tr><td>proof in WELCOME</td><td>verifier</td><td>scram_server_signature</td></tr>
 * </table>
 */
enum ScramDialect {
  STANDARD(AuthMethod.SCRAM, "verifier"),
  AUTOBAHN(AuthMethod.SCRAM_AUTOBAHN, "scram_server_signature");

  private final String method;
  private final String verifier;

  ScramDialect(String method, String verifier) {
    this.method = method;
    this.verifier = verifier;
  }

  /** The method's name. */
  String method() {
    return method;
  }

  /** What is hashed further, from what the function gave. */
  byte[] saltedPassword(ScramKdf kdf, byte[] derived) {
    return this == STANDARD || kdf.function() == ScramKdf.Function.PBKDF2
        ? derived
        : Base64.getEncoder().withoutPadding().encode(derived);
  }

  /** {@code n=user,r=nonce}. */
  String clientFirst(String authid, String nonce) {
    String name = Scram.name(authid);
    return this == STANDARD ? Scram.clientFirst(name, nonce) : "n=" + name + ",r=" + nonce;
  }

  /** The {@code c} attribute. */
  String channel(@Nullable String type, byte[] data) {
    return this == STANDARD ? Scram.channel(type, data) : "";
  }

  /** CHALLENGE.Extra; Autobahn refuses keys that it does not know. */
  Dict challenge(ScramSecret secret, String nonce) {
    ScramKdf.Function function = secret.kdf().function();
    Dict.Builder extra =
        Dict.builder()
            .put("nonce", nonce)
            .put("salt", secret.salt())
            .put("kdf", this == STANDARD ? function.id() : function.autobahnId())
            .put("iterations", (long) secret.kdf().iterations());
    if (function == ScramKdf.Function.ARGON2ID13) {
      extra.put("memory", (long) secret.kdf().memory());
    }
    return extra.build();
  }

  /**
   * What is wrong with AUTHENTICATE besides the proof; null when nothing is.
   *
   * @param nonce of the challenge.
   * @param type the channel binding of HELLO; null for none.
   * @param data what identifies the channel on this side.
   */
  @Nullable String mismatch(Authenticate answer, String nonce, @Nullable String type, byte[] data) {
    if (this == AUTOBAHN) {
      return null; // it sends none of it; the proof covers the nonce
    }
    Dict extra = answer.extra();
    if (!nonce.equals(extra.string("nonce"))) {
      return "another nonce than the challenge's";
    }
    if (!java.util.Objects.equals(type, extra.string("channel_binding"))) {
      return "another channel binding than HELLO's";
    }
    String sent = extra.string("cbind_data");
    String expected = type == null ? null : Base64.getEncoder().encodeToString(data);
    return equal(expected, sent) ? null : "bound to another TLS channel";
  }

  private static boolean equal(@Nullable String expected, @Nullable String sent) {
    if (expected == null || sent == null) {
      return expected == null && sent == null;
    }
    return java.security.MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), sent.getBytes(StandardCharsets.UTF_8));
  }

  /** WELCOME's {@code authextra} with the router's proof, in Base64. */
  Dict welcome(String serverSignature) {
    return Dict.of(verifier, this == STANDARD ? "v=" + serverSignature : serverSignature);
  }

  /** The router's proof from WELCOME, in Base64; null when there is none. */
  @Nullable String serverSignature(Dict authextra) {
    String text = authextra.string(verifier);
    return text != null && text.startsWith("v=") ? text.substring(2) : text;
  }
}
