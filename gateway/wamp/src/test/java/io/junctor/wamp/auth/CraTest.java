package io.junctor.wamp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CraTest {

  private static final String CHALLENGE = "{\"nonce\":\"LHRTC9zeOIrt_9U3\",\"session\":1}";

  /** RFC 4231, test case 2: the one with keys of text. */
  @Test
  void theSignatureIsHmacSha256InBase64() {
    byte[] key = "Jefe".getBytes(StandardCharsets.UTF_8);

    assertEquals(
        java.util.Base64.getEncoder()
            .encodeToString(
                java.util.HexFormat.of()
                    .parseHex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")),
        CraSecret.sign(key, "what do ya want for nothing?"));
  }

  /** Computed with Python's hashlib, the way Autobahn's derive_key does. */
  @Test
  void theKeyIsTheBase64TextOfTheDerivedOctets() {
    byte[] key = CraSecret.deriveKey("secret1", "salt123", 1000, 32);

    assertEquals(
        "64xfzBvZhGDT7PB0bQwDeI8/WR1M9x6Cw5dt0yP9koc=", new String(key, StandardCharsets.US_ASCII));
  }

  @Test
  void aClientWithTheSecretIsBelievedSaltedOrNot() {
    for (CraSecret stored :
        List.of(
            CraSecret.plain("correct horse"),
            CraSecret.salted("correct horse", "salt123", 1000, 32),
            CraSecret.salted("correct horse", "salt123", 1000, 16))) {
      Challenge challenge = new Challenge("wampcra", stored.extra(CHALLENGE));

      String right = new CraAuthenticator("peter", "correct horse").answer(challenge).signature();
      String wrong = new CraAuthenticator("peter", "correct hors").answer(challenge).signature();

      assertTrue(stored.matches(CHALLENGE, right));
      assertFalse(stored.matches(CHALLENGE, wrong));
      assertFalse(stored.matches(CHALLENGE + " ", right));
      assertFalse(stored.matches(CHALLENGE, ""));
    }
  }

  @Test
  void theStoredFormIsReadAsItWasWritten() {
    for (CraSecret secret :
        List.of(CraSecret.plain("correct horse"), CraSecret.salted("pw", "salt123", 1000, 32))) {
      assertEquals(secret.toText(), CraSecret.parse(secret.toText()).toText());
      assertEquals("CraSecret(redacted)", secret.toString());
    }
  }

  @Test
  void aMalformedStoredFormIsRefusedWithoutRepeatingIt() {
    String good = CraSecret.salted("pw", "salt123", 1000, 32).toText();
    for (String wrong :
        List.of(
            "",
            "correct horse battery staple",
            "wampcra-plain$c2hvcnQ=",
            good.replace("$1000$", "$10$"),
            good.replace("$1000$", "$x$"),
            good.replace("$32$", "$33$"),
            good.replace("$salt123$", "$$"),
            good + "$")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> CraSecret.parse(wrong), wrong);
      assertFalse(e.getMessage().contains("horse"), e.getMessage());
    }
  }

  @Test
  void aChallengeThatAsksForTooLittleOrTooMuchIsRefused() {
    CraAuthenticator client = new CraAuthenticator("peter", "pw");
    Dict salted = Dict.of("challenge", CHALLENGE, "salt", "s");
    for (Dict extra :
        List.of(
            Dict.EMPTY,
            salted.with("iterations", 1L),
            salted.with("iterations", 1L << 40),
            salted.with("keylen", 1L),
            salted.with("keylen", 1L << 40),
            salted.with("salt", ""))) {
      assertThrows(
          ProtocolViolation.class,
          () -> client.answer(new Challenge("wampcra", extra)),
          extra::toString);
    }
    assertThrows(ProtocolViolation.class, () -> client.answer(new Challenge("ticket", Dict.EMPTY)));
  }

  @Test
  void theChallengeIsJsonWhateverTheNameIs() throws Exception {
    Identity odd = new Identity("a\"b\\c\u0000\n\u00fc\ud83e\uddca", "user", "wampcra", "static");

    String text =
        CraChallenge.text(odd, "n0", Instant.parse("2014-06-22T16:36:25.448123Z"), 1L << 53);

    JsonNode json = new ObjectMapper().readTree(text);
    assertEquals(odd.authid(), json.get("authid").asText());
    assertEquals("user", json.get("authrole").asText());
    assertEquals("wampcra", json.get("authmethod").asText());
    assertEquals("static", json.get("authprovider").asText());
    assertEquals("n0", json.get("nonce").asText());
    assertEquals("2014-06-22T16:36:25.448Z", json.get("timestamp").asText());
    assertEquals(1L << 53, json.get("session").asLong());
  }
}
