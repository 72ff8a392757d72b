package io.junctor.hil.peer;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Who a test says it is, and how it proves it. Written by the specification, not with our code. */
public sealed interface Credentials {

  /** What goes into HELLO.Details. */
  Dict helloDetails();

  /** The answer to the router's challenge. */
  Authenticate answer(Challenge challenge);

  /** A name and a shared secret. */
  record Ticket(String authid, String ticket) implements Credentials {
    @Override
    public Dict helloDetails() {
      return Dict.of("authmethods", List.of("ticket"), "authid", authid);
    }

    @Override
    public Authenticate answer(Challenge challenge) {
      return new Authenticate(ticket, Dict.EMPTY);
    }
  }

  /**
   * A name and an Ed25519 key.
   *
   * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-cryptosign-based-authentica">
   *     WAMP: Cryptosign</a>
   */
  record Key(String authid, KeyPair pair) implements Credentials {

    private static final int KEY_BYTES = 32;

    /** A new random key for the name. */
    public static Key generate(String authid) {
      try {
        return new Key(authid, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The public key in hexadecimal digits; the raw key ends its X.509 form. */
    public String publicHex() {
      return tailHex(pair.getPublic().getEncoded());
    }

    /** The seed in hexadecimal digits; it ends the private key's PKCS #8 form. */
    public String seedHex() {
      return tailHex(pair.getPrivate().getEncoded());
    }

    private static String tailHex(byte[] encoded) {
      return HexFormat.of()
          .formatHex(Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
    }

    @Override
    public Dict helloDetails() {
      return Dict.builder()
          .put("authmethods", List.of("cryptosign"))
          .put("authid", authid)
          .put("authextra", Dict.of("pubkey", publicHex()))
          .build();
    }

    /** "the Ed25519 signature followed by the 32 bytes that were signed", as hexadecimal digits. */
    @Override
    public Authenticate answer(Challenge challenge) {
      String text = challenge.extra().string("challenge", "");
      try {
        byte[] signed = HexFormat.of().parseHex(text);
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initSign(pair.getPrivate());
        ed25519.update(signed);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(ed25519.sign());
        both.writeBytes(signed);
        return new Authenticate(HexFormat.of().formatHex(both.toByteArray()), Dict.EMPTY);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public String toString() {
      return "Key[" + authid + "]";
    }
  }
}
