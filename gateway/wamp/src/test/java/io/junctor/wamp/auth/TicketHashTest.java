package io.junctor.wamp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketHashTest {

  private static final byte[] SALT = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
  private static final int ITERATIONS = TicketHash.ITERATIONS_MIN;

  /**
   * Computed with Python: hashlib.pbkdf2_hmac("sha256", "grün".encode(), bytes(range(16)), 10000).
   */
  private static final String STORED =
      "pbkdf2-sha256$10000$AAECAwQFBgcICQoLDA0ODw==$4YL/uT00oxhfuGMOAM7pjVnZX5CXI1sXG+ea9ZUGTA4=";

  @Test
  void aTicketIsStoredAsSaltedPbkdf2() {
    TicketHash hash = TicketHash.of("grün", SALT, ITERATIONS);

    assertEquals(STORED, hash.toText());
  }

  @Test
  void onlyTheTicketMatches() {
    TicketHash hash = TicketHash.parse(STORED);

    assertTrue(hash.matches("grün"));
    assertFalse(hash.matches("grun"));
    assertFalse(hash.matches("grün "));
    assertFalse(hash.matches(""));
  }

  @Test
  void nothingOfTheHashIsPrinted() {
    assertEquals("TicketHash(redacted)", TicketHash.parse(STORED).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "md5$10000$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODw==",
        "pbkdf2-sha256$9999$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=",
        "pbkdf2-sha256$2000000000$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=",
        "pbkdf2-sha256$many$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=",
        "pbkdf2-sha256$10000$AAEC$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=",
        "pbkdf2-sha256$10000$AAECAwQFBgcICQoLDA0ODw==$AAEC",
        "pbkdf2-sha256$10000$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=$"
      })
  void aTextThatIsNoHashIsRefusedWithoutRepeatingIt(String text) {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> TicketHash.parse(text));

    assertFalse(failure.getMessage().contains("AAEC"), failure.getMessage());
    assertFalse(failure.getMessage().contains("secret"), failure.getMessage());
  }
}
