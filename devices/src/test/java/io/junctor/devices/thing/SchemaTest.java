package io.junctor.devices.thing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {

  private static final Schema PERCENT = new Schema.Numeric("%", 0, 100, 0.1);
  private static final Schema SLOT = new Schema.Whole(null, 1, 8);
  private static final Schema MODE = new Schema.Word(Set.of("slow", "fast"));
  private static final Schema FLAGS = new Schema.Items(new Schema.Bool(), 2);
  private static final Schema INPUT =
      new Schema.Members(Map.of("slot", SLOT, "mode", MODE), Set.of("slot"));

  static Stream<Arguments> accepted() {
    return Stream.of(
        Arguments.of(PERCENT, 0, 0.0),
        Arguments.of(PERCENT, 100L, 100.0),
        Arguments.of(PERCENT, 12.5, 12.5),
        Arguments.of(SLOT, 8, 8L),
        Arguments.of(SLOT, 3.0, 3L),
        Arguments.of(new Schema.Bool(), true, true),
        Arguments.of(MODE, "slow", "slow"),
        Arguments.of(FLAGS, List.of(true, false), List.of(true, false)),
        Arguments.of(INPUT, Map.of("slot", 2), Map.of("slot", 2L)),
        Arguments.of(INPUT, Map.of("slot", 2, "mode", "fast"), Map.of("slot", 2L, "mode", "fast")));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void valueWithinTheSchemaIsReturnedInTheDevicesType(Schema schema, Object value, Object checked)
      throws Exception {
    assertEquals(checked, schema.check("x", value));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(PERCENT, -0.1, "x: expected a number 0..100 %, got -0.1"),
        Arguments.of(PERCENT, 101, "x: expected a number 0..100 %, got 101"),
        Arguments.of(PERCENT, Double.NaN, "x: expected a number 0..100 %, got NaN"),
        Arguments.of(PERCENT, "50", "x: expected a number 0..100 %, got '50'"),
        Arguments.of(PERCENT, null, "x: expected a number 0..100 %, got null"),
        Arguments.of(PERCENT, true, "x: expected a number 0..100 %, got true"),
        Arguments.of(SLOT, 2.5, "x: expected an integer 1..8, got 2.5"),
        Arguments.of(SLOT, 0, "x: expected an integer 1..8, got 0"),
        Arguments.of(SLOT, Long.MAX_VALUE, "x: expected an integer 1..8, got 9223372036854775807"),
        Arguments.of(new Schema.Bool(), 1, "x: expected true or false, got 1"),
        Arguments.of(MODE, "warp", "x: expected one of [fast, slow], got 'warp'"),
        Arguments.of(FLAGS, List.of(true), "x: expected a list of 2, got a list of 1"),
        Arguments.of(FLAGS, List.of(true, 7), "x[1]: expected true or false, got 7"),
        Arguments.of(INPUT, Map.of(), "x: expected argument 'slot', got none"),
        Arguments.of(
            INPUT,
            Map.of("slot", 1, "force", 1),
            "x: expected no other arguments than [mode, slot], got 'force'"),
        Arguments.of(INPUT, 3, "x: expected named arguments, got 3"),
        Arguments.of(
            MODE,
            "a".repeat(10_000),
            "x: expected one of [fast, slow], got '" + "a".repeat(40) + "'"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void valueOutsideIsRefusedWithWhatWasWantedAndGot(Schema schema, Object value, String message) {
    // When
    ThingException refused = assertThrows(ThingException.class, () -> schema.check("x", value));
    // Then
    assertEquals(message, refused.getMessage());
    assertEquals("wamp.error.invalid_argument", refused.uri());
  }

  @Test
  void publishedSchemaHasTypeUnitAndRange() {
    assertEquals(
        Map.of("type", "number", "unit", "%", "minimum", 0.0, "maximum", 100.0, "multipleOf", 0.1),
        PERCENT.json());
    assertEquals(Map.of("type", "integer", "minimum", 1L, "maximum", 8L), SLOT.json());
    assertEquals(Map.of("type", "string", "enum", List.of("fast", "slow")), MODE.json());
  }

  @Test
  void rangesThatAreEmptyAreMistakesOfTheProgram() {
    assertThrows(IllegalArgumentException.class, () -> new Schema.Numeric("%", 1, 1, null));
    assertThrows(IllegalArgumentException.class, () -> new Schema.Whole(null, 2, 1));
  }

  @Test
  void namesThatAreNoUriPartsAreRefused() {
    for (String name : List.of("", "a.b", "a b", "1a", "ä", "a/b", "+", "#", "x".repeat(65))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Property.reading(name, "t", "d", new Schema.Bool()),
          name);
    }
    assertFalse(Property.reading("ok_1-x", "t", "d", new Schema.Bool()).isWritable());
  }

  @Test
  void describedThingHasAFormForEachWayToReachIt() {
    // Given
    Thing thing =
        Thing.of(
            "lamp",
            "lamp",
            "Lamp",
            "A lamp",
            List.of(
                Property.control("on", "On", "d", new Schema.Bool(), Duration.ofSeconds(1))
                    .withSafeValue(false)
                    .primary(),
                Property.reading("power", "Power", "d", new Schema.Numeric("W", 0, 60, null))),
            List.of(
                new Action(
                    "blink",
                    "Blink",
                    "d",
                    Schema.Members.none(),
                    Schema.Members.none(),
                    true,
                    true)),
            List.of(new Event("burnt", "Burnt", "d", Schema.Members.none())));
    // When
    Map<String, Object> json = ThingDescription.json(thing, "com.example.lamp");
    // Then
    assertEquals("urn:wamp:com.example.lamp", json.get("id"));
    assertEquals(
        List.of("https://www.w3.org/2022/wot/td/v1.1", Map.of("junctor", "urn:junctor:terms:")),
        json.get("@context"));
    assertEquals(Map.of("wamp_sc", Map.of("scheme", "auto")), json.get("securityDefinitions"));
    Map<?, ?> on = (Map<?, ?>) ((Map<?, ?>) json.get("properties")).get("on");
    assertEquals(
        List.of(
            Map.of("href", "wamp:com.example.lamp.on", "op", "observeproperty"),
            Map.of("href", "wamp:com.example.lamp.on.get", "op", "readproperty"),
            Map.of("href", "wamp:com.example.lamp.on.set", "op", "writeproperty")),
        on.get("forms"));
    assertEquals(false, on.get("junctor:safeValue"));
    assertEquals("primary", on.get("junctor:role"));
    assertEquals(1.0, on.get("junctor:settleTime"));
    Map<?, ?> power = (Map<?, ?>) ((Map<?, ?>) json.get("properties")).get("power");
    assertEquals(true, power.get("readOnly"));
    assertEquals(2, ((List<?>) power.get("forms")).size());
    assertTrue(((Map<?, ?>) json.get("actions")).containsKey("blink"));
    assertTrue(((Map<?, ?>) json.get("events")).containsKey("burnt"));
  }

  @Test
  void twoPrimariesOrTwoOfOneNameAreRefused() {
    // Given
    Property one = Property.reading("a", "t", "d", new Schema.Bool()).primary();
    Property two = Property.reading("b", "t", "d", new Schema.Bool()).primary();
    // Then
    assertThrows(
        IllegalArgumentException.class,
        () -> Thing.of("x", "x", "x", "x", List.of(one, two), List.of(), List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> Thing.of("x", "x", "x", "x", List.of(one, one), List.of(), List.of()));
  }

  @Test
  void aNumberIsPublishedWithNoMoreDigitsThanTheDeviceCanTell() {
    // Given
    Schema degrees = new Schema.Numeric("deg", 0, 270, 0.1);
    // When
    Object published = degrees.published(200.23863636363637);
    // Then
    assertEquals(200.2, published);
  }

  @Test
  void theStatesOfABooleanCanHaveNames() {
    // When
    Map<String, Object> json = new Schema.Bool("Closed", "Open").json();
    // Then
    assertEquals(
        List.of(Map.of("const", false, "title", "Closed"), Map.of("const", true, "title", "Open")),
        json.get("oneOf"));
  }
}
