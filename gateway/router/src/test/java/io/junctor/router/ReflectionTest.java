package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sessions define, and who gets to know it. */
class ReflectionTest extends ReflectionTestCase {

  @Test
  void whatIsDefinedIsToldWhoMayUseIt() {
    // Given
    define(device, "procedure", "open.level", LEVEL);
    define(device, "topic", "open.level", OTHER);
    define(device, "error", "open.level", Map.of("description", "frozen"));
    // When
    List<?> described = described(viewer, "open.level");
    // Then
    assertEquals(
        List.of(
            entry("procedure", "open.level", LEVEL),
            entry("topic", "open.level", OTHER),
            entry("error", "open.level", Map.of("description", "frozen"))),
        described);
  }

  @Test
  void oneTypeCanBeAskedFor() {
    // Given
    define(device, "procedure", "open.level", LEVEL);
    define(device, "topic", "open.level", OTHER);
    // When
    viewer.send(
        new Call(
            viewer.nextRequest(),
            Dict.EMPTY,
            DESCRIBE,
            viewer.serializer.payload(List.of("open.level"), Map.of("type", "topic"))));
    // Then
    assertEquals(
        List.of(List.of(entry("topic", "open.level", OTHER))),
        viewer.args(viewer.take(Result.class)));
  }

  @Test
  void whatMayNotBeUsedIsNotTold() {
    // Given
    viewer.subscribe(ON_DEFINE);
    viewer.subscribe(ON_UNDEFINE);
    // When
    define(device, "procedure", "secret.level", LEVEL);
    define(device, "topic", "secret.level", LEVEL);
    define(device, "error", "secret.level", LEVEL);
    define(device, "topic", "secret.level", null);
    // Then
    viewer.expectNothing();
    assertEquals(List.of(), described(viewer, "secret.level"));
    viewer.call("wamp.reflection.error.describe", "secret.level");
    viewer.takeError(RouterErrors.NO_SUCH_DEFINITION);
    for (String type : List.of("procedure", "topic", "error")) {
      Object listed = viewer.meta("wamp.reflection." + type + ".list").getFirst();
      assertFalse(listed.toString().contains("secret"), listed.toString());
    }
  }

  @Test
  void resultSaysWhatChanged() {
    // Given
    TestPeer other = realm.join("other", "device");
    // When
    @Nullable Object first = define(device, "topic", "open.level", LEVEL);
    @Nullable Object again = define(device, "topic", "open.level", LEVEL);
    @Nullable Object changed = define(device, "topic", "open.level", OTHER);
    @Nullable Object others = define(other, "topic", "open.level", LEVEL);
    @Nullable Object back = define(other, "topic", "open.level", null);
    @Nullable Object nothing = define(other, "topic", "open.level", null);
    // Then
    assertEquals(
        Arrays.asList(true, null, false, false, true, null),
        Arrays.asList(first, again, changed, others, back, nothing));
    assertEquals(List.of(entry("topic", "open.level", OTHER)), described(viewer, "open.level"));
  }

  @Test
  void whoSubscribesHearsOfDefinitionsAndTheirEnd() {
    // Given
    viewer.subscribe(ON_DEFINE);
    viewer.subscribe(ON_UNDEFINE);
    // When
    define(device, "topic", "open.level", LEVEL);
    define(device, "topic", "open.level", LEVEL);
    define(device, "topic", "open.level", OTHER);
    realm.leave(device);
    // Then
    Event defined = viewer.take(Event.class);
    assertEquals(List.of("open.level", LEVEL, true), viewer.args(defined));
    assertEquals(
        Map.of("type", "topic", "match", "exact"), viewer.serializer.kwargs(defined.payload()));
    assertEquals(List.of("open.level", OTHER, false), viewer.args(viewer.take(Event.class)));
    Event undefined = viewer.take(Event.class);
    assertEquals(List.of("open.level"), viewer.args(undefined));
    assertEquals(
        Map.of("type", "topic", "match", "exact"), viewer.serializer.kwargs(undefined.payload()));
    viewer.expectNothing();
    assertEquals(List.of(), described(viewer, "open.level"));
    assertEquals(0, heldByDefinitions());
  }

  /** Two subscriptions are all that is left. */
  private long heldByDefinitions() {
    long subscriptions =
        Holdings.ofPattern(ON_DEFINE, MatchPolicy.EXACT)
            + Holdings.ofPattern(ON_UNDEFINE, MatchPolicy.EXACT);
    return realm.realm.heldBytes() - subscriptions;
  }

  @Test
  void olderDefinitionCountsAgainWhenTheNewerEnds() {
    // Given
    TestPeer other = realm.join("other", "device");
    define(device, "procedure", "open.level", LEVEL);
    define(other, "procedure", "open.level", OTHER);
    viewer.subscribe(ON_DEFINE);
    viewer.subscribe(ON_UNDEFINE);
    // When
    realm.lose(other);
    // Then
    assertEquals(List.of("open.level", LEVEL, false), viewer.args(viewer.take(Event.class)));
    viewer.expectNothing();
    assertEquals(List.of(entry("procedure", "open.level", LEVEL)), described(viewer, "open.level"));
  }

  @Test
  void definitionIsOnlyItsOwnSessionsToTakeBack() {
    // Given
    TestPeer other = realm.join("other", "device");
    define(device, "topic", "open.level", LEVEL);
    // When
    @Nullable Object taken = define(other, "topic", "open.level", null);
    // Then
    assertEquals(null, taken);
    assertEquals(1, described(viewer, "open.level").size());
  }

  @Test
  void patternIsAskedForByWhatItMatches() {
    // Given
    call(device, Map.of("type", "procedure", "match", "prefix"), "open.", OTHER);
    device.take(Result.class);
    call(device, Map.of("type", "procedure", "match", "wildcard"), "open..get", LEVEL);
    device.take(Result.class);
    define(device, "procedure", "open.exact.get", Map.of("a", 1L));
    // When
    Object exact = described(viewer, "open.exact.get").getFirst();
    Object pattern = described(viewer, "open.fridge.get").getFirst();
    // Then
    assertEquals(entry("procedure", "open.exact.get", Map.of("a", 1L)), exact);
    assertEquals(
        Map.of("type", "procedure", "uri", "open.", "match", "prefix", "definition", OTHER),
        pattern);
  }

  @Test
  void listsAndDescriptionsOfReflectionHaveTheDefinitions() {
    // Given
    long id = device.register("open.get");
    define(device, "procedure", "open.get", LEVEL);
    define(device, "procedure", "open.later", OTHER);
    define(device, "topic", "open.level", LEVEL);
    define(device, "error", "open.error.frozen", OTHER);
    // When
    List<?> procedures = (List<?>) viewer.meta("wamp.reflection.procedure.list").getFirst();
    List<?> topics = (List<?>) viewer.meta("wamp.reflection.topic.list").getFirst();
    List<?> errors = (List<?>) viewer.meta("wamp.reflection.error.list").getFirst();
    // Then
    assertTrue(procedures.contains(exactly("open.get")));
    assertTrue(procedures.contains(exactly("open.later")));
    assertEquals(Set.copyOf(procedures).size(), procedures.size());
    assertTrue(topics.contains(exactly("open.level")));
    assertTrue(topics.contains(exactly(ON_DEFINE)));
    assertTrue(errors.contains(exactly("open.error.frozen")));
    assertTrue(errors.contains(exactly(ErrorUri.TIMEOUT)));
    Map<?, ?> registered =
        (Map<?, ?>) viewer.meta("wamp.reflection.procedure.describe", "open.get").getFirst();
    assertEquals(
        List.of(id, 1L, LEVEL),
        List.of(registered.get("id"), registered.get("callees"), registered.get("definition")));
    assertEquals(
        Map.of("uri", "open.later", "match", "exact", "callees", 0L, "definition", OTHER),
        viewer.meta("wamp.reflection.procedure.describe", "open.later").getFirst());
    assertEquals(
        Map.of(
            "uri",
            "open.level",
            "retained",
            false,
            "subscriptions",
            List.of(),
            "definition",
            LEVEL),
        viewer.meta("wamp.reflection.topic.describe", "open.level").getFirst());
    assertEquals(
        Map.of("uri", "open.error.frozen", "match", "exact", "definition", OTHER),
        viewer.meta("wamp.reflection.error.describe", "open.error.frozen").getFirst());
  }

  private static Map<String, Object> exactly(String uri) {
    return Map.of("uri", uri, "match", "exact");
  }

  @ParameterizedTest
  @ValueSource(strings = {"procedure", "topic", "error"})
  void everythingOfTheRouterHasItsSentence(String type) {
    // Given
    start(new TestRealm());
    List<?> listed = (List<?>) viewer.meta("wamp.reflection." + type + ".list").getFirst();
    // When
    List<Object> sentences = new ArrayList<>();
    for (Object one : listed) {
      Object uri = ((Map<?, ?>) one).get("uri");
      Object described = viewer.meta("wamp.reflection." + type + ".describe", uri).getFirst();
      Map<?, ?> definition = (Map<?, ?>) ((Map<?, ?>) described).get("definition");
      sentences.add(definition.get("description"));
    }
    // Then
    assertTrue(sentences.size() >= 12, listed.toString());
    assertEquals(sentences.size(), Set.copyOf(sentences).size());
  }

  @Test
  void definitionReachesOtherFormats() {
    // Given
    TestPeer cbor = realm.join("cbor", "device", Format.CBOR, EnumSet.allOf(Feature.class));
    TestPeer msgpack =
        realm.join("msgpack", "viewer", Format.MSGPACK, EnumSet.allOf(Feature.class));
    byte[] icon = {0, 1, (byte) 0xff};
    define(cbor, "topic", "open.level", Map.of("icon", icon));
    // When
    Map<?, ?> described = (Map<?, ?>) described(msgpack, "open.level").getFirst();
    // Then
    Map<?, ?> definition = (Map<?, ?>) described.get("definition");
    assertEquals("[0, 1, -1]", Arrays.toString((byte[]) definition.get("icon")));
  }
}
