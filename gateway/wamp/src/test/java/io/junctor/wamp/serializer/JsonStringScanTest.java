package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.ProtocolViolation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings are scanned eight bytes at a time, so what ends or spoils one is tried at each place. */
class JsonStringScanTest {

  private static final Serializer JSON = Serializers.of(Format.JSON);
  private static final int LENGTH_MAX = 20;

  private static List<?> argsOf(String text) {
    String call = "[48,1,{},\"com.example.p\",[\"" + text + "\"]]";
    Call decoded = (Call) JSON.decode(call.getBytes(StandardCharsets.UTF_8));
    return JSON.args(decoded.payload());
  }

  private static String around(int place, int length, String special) {
    return "a".repeat(place) + special + "z".repeat(length - place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ä", "€", "\uD83D\uDE00", "\u007f", " ", "!", "#", "~", "[", "]"})
  void whatMayStandInAStringIsReadAtEveryPlace(String special) {
    for (int length = 0; length <= LENGTH_MAX; length++) {
      for (int place = 0; place <= length; place++) {
        String text = around(place, length, special);
        assertEquals(List.of(text), argsOf(text));
      }
    }
  }

  @Test
  void anEscapeIsReadAtEveryPlace() {
    for (int length = 0; length <= LENGTH_MAX; length++) {
      for (int place = 0; place <= length; place++) {
        String escaped = around(place, length, "\\\"\\\\\\u00e4");
        assertEquals(List.of(around(place, length, "\"\\ä")), argsOf(escaped));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\u001f", "\n", "\t"})
  void aControlCharacterIsRefusedAtEveryPlace(String special) {
    for (int length = 0; length <= LENGTH_MAX; length++) {
      for (int place = 0; place <= length; place++) {
        String text = around(place, length, special);
        assertThrows(ProtocolViolation.class, () -> argsOf(text));
      }
    }
  }
}
