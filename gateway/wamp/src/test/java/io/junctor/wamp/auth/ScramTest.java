package io.junctor.wamp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.junctor.wamp.message.Dict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScramTest {

  private static final String FOLDER = "JUNCTOR_WAMP_VECTORS";
  private static final HexFormat HEX = HexFormat.of();

  private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
  private static final ScramKdf PBKDF2 = new ScramKdf(ScramKdf.Function.PBKDF2, 4096, 0);
  private static final ScramKdf ARGON2 = new ScramKdf(ScramKdf.Function.ARGON2ID13, 8, 1024);

  // RFC 7677, section 3
  private static final String RFC_NONCE = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  private static final String RFC_PROOF = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
  private static final String RFC_VERIFIER = "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

  private static String rfcMessage() {
    return Scram.authMessage(
        Scram.clientFirst("user", "rOprNGfwEbeRWgbNEkqO"),
        RFC_NONCE,
        Base64.getEncoder().encodeToString(SALT),
        4096,
        Scram.channel(null, new byte[0]));
  }

  @Test
  void theExchangeOfRfc7677IsReproduced() {
    byte[] salted = PBKDF2.derive("pencil", SALT);

    assertEquals(RFC_PROOF, Scram.clientProof(salted, rfcMessage()));
    assertEquals(RFC_VERIFIER, Scram.serverSignature(Scram.serverKey(salted), rfcMessage()));
    assertTrue(Scram.isProof(Scram.Keys.of(salted), rfcMessage(), RFC_PROOF));
  }

  /** Credentials that Autobahn|Python derives and Crossbar.io stores. */
  @Test
  void autobahnsCredentialsAreReproduced() throws IOException {
    String folder = System.getenv(FOLDER);
    if (folder == null && "true".equals(System.getenv("CI"))) {
      fail(FOLDER + " is not set, so the public test vectors were not run");
    }
    assumeTrue(folder != null, FOLDER + " is not set, so the public test vectors are skipped");
    JsonNode vectors =
        new ObjectMapper()
            .readTree(Path.of(folder, "scram-credential.json").toFile())
            .get("test_vectors");
    assertEquals(2, vectors.size());
    JsonNode vector = vectors.get(1); // the other takes as long and differs in the salt alone
    JsonNode expected = vector.get("expected");
    ScramKdf kdf =
        new ScramKdf(
            ScramKdf.Function.of(expected.get("kdf").asText()),
            expected.get("iterations").asInt(),
            expected.get("memory").asInt());

    ScramSecret secret =
        ScramSecret.of(
            vector.get("password").asText(), HEX.parseHex(expected.get("salt").asText()), kdf);

    Scram.Keys keys = secret.keys(ScramDialect.AUTOBAHN);
    assertEquals(expected.get("stored-key").asText(), HEX.formatHex(keys.stored()));
    assertEquals(expected.get("server-key").asText(), HEX.formatHex(keys.server()));
  }

  /** Computed with libsodium and Python's hmac. */
  @Test
  void argon2sOctetsAreHashedForTheStandardAndTheirTextForAutobahn() {
    byte[] octets = ARGON2.derive("pencil", SALT);

    ScramSecret secret = ScramSecret.of("pencil", SALT, ARGON2);

    Scram.Keys standard = secret.keys(ScramDialect.STANDARD);
    Scram.Keys autobahn = secret.keys(ScramDialect.AUTOBAHN);
    assertEquals(
        "41fd9554335f0469121a86feee3980213bf706e1789a420da14e7eadb809763d", HEX.formatHex(octets));
    assertEquals(
        "4a1ebf5c35b1a7bb85f1d9936bc705dcad4d3e5f33432d8bc8e773f9e488dde8",
        HEX.formatHex(standard.stored()));
    assertEquals(
        "7153b04e8607f47e8a9476757f0390e7d009d7082a93e54090eb0288a0f07dd5",
        HEX.formatHex(standard.server()));
    assertEquals(
        "7894cc22cc171c8c33d115329e27e19723e4cb5d526dcc64f43cf109ffdf4aee",
        HEX.formatHex(autobahn.stored()));
    assertEquals(
        "8be9a01761c4a900f7a42c968511a5c2322e018a75345e8bdde275b07ada3be2",
        HEX.formatHex(autobahn.server()));
  }

  @Test
  void aProofWithAnyBitChangedIsRefused() {
    Scram.Keys keys = Scram.Keys.of(PBKDF2.derive("pencil", SALT));
    byte[] proof = Base64.getDecoder().decode(RFC_PROOF);
    for (int bit = 0; bit < proof.length * Byte.SIZE; bit++) {
      byte[] changed = proof.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

      String text = Base64.getEncoder().encodeToString(changed);

      assertFalse(Scram.isProof(keys, rfcMessage(), text), "bit " + bit);
    }
  }

  @Test
  void textThatIsNoProofIsRefused() {
    Scram.Keys keys = Scram.Keys.of(PBKDF2.derive("pencil", SALT));

    for (String text : List.of("", "%", "AAAA", RFC_PROOF + "AAAA")) {
      assertFalse(Scram.isProof(keys, rfcMessage(), text), text);
    }
  }

  @Test
  void namesAndChannelsAreWrittenAsRfc5802Says() {
    assertEquals("n=a=2Cb=3Dc,r=x", Scram.clientFirst("a,b=c", "x"));
    assertEquals("biws", Scram.channel(null, new byte[0]));
    assertEquals(
        Base64.getEncoder().encodeToString("p=tls-exporter,,AB".getBytes(StandardCharsets.UTF_8)),
        Scram.channel("tls-exporter", new byte[] {'A', 'B'}));
  }

  @Test
  void theStoredFormIsReadAsItWasWritten() {
    for (ScramKdf kdf : List.of(PBKDF2, ARGON2)) {
      String text = ScramSecret.of("pencil", SALT, kdf).toText();

      assertEquals(text, ScramSecret.parse(text).toText());
      assertNotNull(ScramSecret.parse(text).keys(ScramDialect.AUTOBAHN));
      assertEquals("ScramSecret(redacted)", ScramSecret.parse(text).toString());
    }
  }

  @Test
  void aStoredFormWithoutAutobahnsKeysServesTheStandardAlone() {
    String text = ScramSecret.of("pencil", SALT, ARGON2).toText();
    String standard = String.join("$", List.of(text.split("\\$")).subList(0, 6));

    ScramSecret secret = ScramSecret.parse(standard);

    assertEquals(null, secret.keys(ScramDialect.AUTOBAHN));
    assertEquals(standard, secret.toText());
  }

  @Test
  void aMalformedStoredFormIsRefusedWithoutRepeatingIt() {
    String good = ScramSecret.of("pencil", SALT, PBKDF2).toText();
    for (String wrong :
        List.of(
            "",
            "scram-pbkdf2",
            good.replace("scram-pbkdf2", "scram-md5"),
            good.replace("$4096$", "$many$"),
            good.replace("$4096$", "$1000$"),
            good.replace("$4096$", "$99999999$"),
            good.substring(0, good.length() - 8),
            good + "$AAAA",
            good.replace("==$", "*=$"))) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> ScramSecret.parse(wrong), wrong);
      assertFalse(e.getMessage().contains(good.substring(40)), e.getMessage());
    }
  }

  @Test
  void costsThatAreTooLowOrTooHighAreRefused() {
    for (Dict extra :
        List.of(
            Dict.EMPTY,
            Dict.of("kdf", "md5", "iterations", 4096L),
            Dict.of("kdf", "pbkdf2", "iterations", 1L),
            Dict.of("kdf", "pbkdf2", "iterations", Long.MAX_VALUE),
            Dict.of("kdf", "argon2id13", "iterations", 1L),
            Dict.of("kdf", "argon2id13", "iterations", 1L).with("memory", 8L),
            Dict.of("kdf", "argon2id13", "iterations", 1L).with("memory", 1L << 30),
            Dict.of("kdf", "argon2id13", "iterations", 1L << 30).with("memory", 8192L))) {
      assertThrows(IllegalArgumentException.class, () -> ScramKdf.of(extra), extra::toString);
    }
  }

  /** RFC 4013, section 3. */
  @Test
  void namesArePreparedAsRfc4013Says() {
    assertEquals("IX", SaslPrep.normalize("I\u00ADX"));
    assertEquals("user", SaslPrep.normalize("user"));
    assertEquals("USER", SaslPrep.normalize("USER"));
    assertEquals("a", SaslPrep.normalize("\u00AA"));
    assertEquals("IX", SaslPrep.normalize("\u2168"));
    assertEquals("a b", SaslPrep.normalize("a\u00A0b"));
    assertThrows(IllegalArgumentException.class, () -> SaslPrep.normalize("\u0007"));
    assertThrows(IllegalArgumentException.class, () -> SaslPrep.normalize("\u06271"));
    assertThrows(IllegalArgumentException.class, () -> SaslPrep.normalize("\uE000"));
  }
}
