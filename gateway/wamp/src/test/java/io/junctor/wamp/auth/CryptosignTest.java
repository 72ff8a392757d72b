package io.junctor.wamp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CryptosignTest {

  private static final String FOLDER = "JUNCTOR_WAMP_VECTORS";
  private static final HexFormat HEX = HexFormat.of();

  // RFC 8032, section 7.1, test 1
  private static final byte[] SEED =
      HEX.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  private static final String PUBLIC_KEY =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  private static final byte[] CHALLENGE = HEX.parseHex("ff".repeat(32));

  /** The six vectors of the specification, three of them bound to a channel. */
  @Test
  void theSpecificationsVectorsAreSignedAndVerified() throws IOException {
    String folder = System.getenv(FOLDER);
    if (folder == null && "true".equals(System.getenv("CI"))) {
      fail(FOLDER + " is not set, so the official test vectors were not run");
    }
    assumeTrue(folder != null, FOLDER + " is not set, so the official test vectors are skipped");
    JsonNode vectors =
        new ObjectMapper()
            .readTree(Path.of(folder, "cryptosign.json").toFile())
            .get("test_vectors");
    assertEquals(6, vectors.size());
    for (JsonNode vector : vectors) {
      byte[] seed = HEX.parseHex(vector.get("private_key").asText());
      byte[] challenge = HEX.parseHex(vector.get("challenge").asText());
      JsonNode channel = vector.get("channel_id");
      byte[] channelId = channel.isNull() ? null : HEX.parseHex(channel.asText());

      String signature = Cryptosign.sign(seed, challenge, channelId);

      assertEquals(vector.get("signature").asText(), signature);
      byte[] publicKey = Cryptosign.publicKeyOf(seed);
      assertTrue(Cryptosign.verify(publicKey, challenge, channelId, signature));
    }
  }

  @Test
  void thePublicKeyFollowsFromTheSeed() {
    assertEquals(PUBLIC_KEY, HEX.formatHex(Cryptosign.publicKeyOf(SEED)));
  }

  @Test
  void aSignatureWithAnyDigitChangedIsRefused() {
    byte[] publicKey = HEX.parseHex(PUBLIC_KEY);
    String signature = Cryptosign.sign(SEED, CHALLENGE, null);
    assertTrue(Cryptosign.verify(publicKey, CHALLENGE, null, signature));
    for (int digit = 0; digit < signature.length(); digit++) {
      char other = signature.charAt(digit) == '0' ? '1' : '0';
      String changed = signature.substring(0, digit) + other + signature.substring(digit + 1);

      assertFalse(Cryptosign.verify(publicKey, CHALLENGE, null, changed), "digit " + digit);
    }
  }

  @Test
  void aSignatureOverAnotherChallengeKeyOrChannelIsRefused() {
    byte[] publicKey = HEX.parseHex(PUBLIC_KEY);
    byte[] other = HEX.parseHex("01".repeat(32));
    String signature = Cryptosign.sign(SEED, CHALLENGE, null);

    assertFalse(Cryptosign.verify(publicKey, other, null, signature));
    assertFalse(Cryptosign.verify(Cryptosign.publicKeyOf(other), CHALLENGE, null, signature));
    assertFalse(Cryptosign.verify(publicKey, CHALLENGE, other, signature));
  }

  @Test
  void textThatIsNoSignatureIsRefused() {
    byte[] publicKey = HEX.parseHex(PUBLIC_KEY);
    byte[] noPoint = HEX.parseHex("02" + "00".repeat(31));

    assertFalse(Cryptosign.verify(publicKey, CHALLENGE, null, ""));
    assertFalse(Cryptosign.verify(publicKey, CHALLENGE, null, "x".repeat(192)));
    assertFalse(Cryptosign.verify(publicKey, CHALLENGE, null, "ff".repeat(96)));
    assertFalse(Cryptosign.verify(publicKey, CHALLENGE, null, "00".repeat(64)));
    assertFalse(
        Cryptosign.verify(noPoint, CHALLENGE, null, Cryptosign.sign(SEED, CHALLENGE, null)));
  }
}
