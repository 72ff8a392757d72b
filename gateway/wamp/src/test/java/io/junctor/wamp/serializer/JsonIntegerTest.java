package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Ids;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Published;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An id as most peers write it is read in one go; every other way to write it reads the same. */
class JsonIntegerTest {

  private static Published published(String id) {
    String frame = "[17,1," + id + "]";
    return (Published) Serializers.of(Format.JSON).decode(frame.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void idsOfEveryLengthAreRead() {
    for (long id = 1; id <= Ids.MAX; id = id * 10 + 7) {
      assertEquals(id, published(Long.toString(id)).publication());
    }
  }

  @ParameterizedTest
  @CsvSource({"' 7', 7", "'7 ', 7", "7.0, 7", "7e0, 7", "70e-1, 7"})
  void otherWaysToWriteItReadTheSame(String written, long id) {
    assertEquals(id, published(written).publication());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "07", "00", "7x", "7\"", "-", "", "7.5", "\"7\"", "null", "7}"})
  void whatIsNoIntegerIsRefused(String written) {
    assertThrows(ProtocolViolation.class, () -> published(written));
  }

  @Test
  void aNumberThatTheFrameEndsInIsRefused() {
    for (String cut :
        new String[] {"[17,1,", "[17,1,7", "[17,1,71234567", "[17,1,7123456789012345"}) {
      ProtocolViolation violation =
          assertThrows(
              ProtocolViolation.class,
              () -> Serializers.of(Format.JSON).decode(cut.getBytes(StandardCharsets.UTF_8)));
      assertTrue(String.valueOf(violation.getMessage()).contains("end of the frame"));
    }
  }
}
