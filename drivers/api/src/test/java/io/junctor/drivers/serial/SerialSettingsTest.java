package io.junctor.drivers.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerialSettingsTest {

  @Test
  void usualNotationIsRead() {
    assertEquals(
        SerialSettings.of(9600, 8, Parity.NONE, StopBits.ONE), SerialSettings.parse("9600 8N1"));
    assertEquals(
        new SerialSettings(19200, 7, Parity.EVEN, StopBits.TWO, true),
        SerialSettings.parse(" 19200 7E2 rs485 "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9600 8N1", "115200 7O2", "300 8M1.5", "19200 8S1 rs485"})
  void textSurvivesTheRoundTrip(String text) {
    assertEquals(text, SerialSettings.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "9600",
        "9600 8n1",
        "9600 8X1",
        "9600 8N3",
        "9600 6N1",
        "49 8N1",
        "4000001 8N1"
      })
  void anythingElseIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> SerialSettings.parse(text));
  }

  @Test
  void refusalShowsWhatWasWrittenAndWhatIsExpected() {
    // When
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> SerialSettings.parse("9600/8N1"));
    // Then
    assertTrue(error.getMessage().contains("'9600 8N1'"));
    assertTrue(error.getMessage().contains("got '9600/8N1'"));
  }

  @Test
  void characterTimeCountsStartDataParityAndStopBits() {
    assertEquals(Duration.ofMillis(10), SerialSettings.parse("1000 8N1").characterTime());
    assertEquals(Duration.ofMillis(12), SerialSettings.parse("1000 8E2").characterTime());
  }

  @Test
  void lostPortIsTransientAndWrongSettingsAreNot() {
    assertTrue(new PortLost("/dev/ttyUSB0", "read returned -1").isTransient());
    assertEquals(
        false,
        new SerialException(SerialException.Kind.UNSUPPORTED, "/dev/ttyUSB0", "baud refused")
            .isTransient());
  }
}
