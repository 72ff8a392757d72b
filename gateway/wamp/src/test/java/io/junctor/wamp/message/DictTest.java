package io.junctor.wamp.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DictTest {

  private static final Dict DICT =
      Dict.builder()
          .put("text", "a")
          .put("flag", true)
          .put("number", 7)
          .put("list", List.of("x"))
          .put("dict", Map.of("inner", 1))
          .put("nothing", null)
          .build();

  @Test
  void aLookUpGivesTheValueOfItsType() {
    assertEquals("a", DICT.string("text"));
    assertTrue(DICT.bool("flag", false));
    assertEquals(7, DICT.integer("number"));
    assertEquals(List.of("x"), DICT.list("list"));
    assertEquals(1, DICT.dict("dict").integer("inner", 0));
  }

  @Test
  void aLookUpOfAnAbsentKeyGivesTheDefault() {
    assertNull(DICT.string("absent"));
    assertEquals("b", DICT.string("absent", "b"));
    assertTrue(DICT.bool("absent", true));
    assertNull(DICT.integer("absent"));
    assertEquals(5, DICT.integer("absent", 5));
    assertNull(DICT.list("absent"));
    assertSame(Dict.EMPTY, DICT.dict("absent"));
  }

  @Test
  void aKeyWithoutValueIsAbsent() {
    assertFalse(DICT.has("nothing"));
    assertEquals(5, DICT.keys().size());
  }

  @Test
  void aLookUpOfAnotherTypeIsAViolationThatNamesTheKey() {
    ProtocolViolation violation = assertThrows(ProtocolViolation.class, () -> DICT.integer("text"));

    assertEquals("text: expected integer, got String", violation.getMessage());
    assertThrows(ProtocolViolation.class, () -> DICT.string("number"));
    assertThrows(ProtocolViolation.class, () -> DICT.bool("number", false));
    assertThrows(ProtocolViolation.class, () -> DICT.list("dict"));
    assertThrows(ProtocolViolation.class, () -> DICT.dict("list"));
  }

  @Test
  void keysKeepTheirOrder() {
    assertEquals(List.of("text", "flag", "number", "list", "dict"), List.copyOf(DICT.keys()));
  }

  @Test
  void aChangeMakesAnotherDict() {
    Dict changed = DICT.with("text", "b");

    assertEquals("a", DICT.string("text"));
    assertEquals("b", changed.string("text"));
    assertNotEquals(DICT, changed);
    assertEquals(DICT, changed.with("text", "a"));
  }

  @Test
  void aMapThatChangesLaterDoesNotChangeTheDict() {
    Map<String, Object> map = new HashMap<>(Map.of("a", 1L));
    Dict dict = Dict.copyOf(map);

    map.put("a", 2L);

    assertEquals(1, dict.integer("a", 0));
    assertThrows(UnsupportedOperationException.class, () -> dict.asMap().clear());
  }

  /** {@code authextra} may hold secrets. */
  @Test
  void valuesAreNotPrinted() {
    assertEquals("Dict[ticket]", Dict.of("ticket", "secret").toString());
  }
}
