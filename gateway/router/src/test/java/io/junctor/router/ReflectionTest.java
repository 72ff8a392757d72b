package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sessions define, and who gets to know it. */
class ReflectionTest {

  private static final String DEFINE = "wamp.reflect.define";
  private static final String DESCRIBE = "wamp.reflect.describe";
  private static final String ON_DEFINE = "wamp.reflect.on_define";
  private static final String ON_UNDEFINE = "wamp.reflect.on_undefine";
  private static final Map<String, Object> LEVEL = Map.of("type", "number", "unit", "%");
  private static final Map<String, Object> OTHER = Map.of("type", "integer");

  private static final StaticAuthorizer RULES =
      new StaticAuthorizer(
          Map.of(
              "device",
              List.of(
                  allow("open.", Action.REGISTER, Action.PUBLISH),
                  allow("secret.", Action.REGISTER, Action.PUBLISH),
                  allow("wamp.reflect", Action.CALL)),
              "viewer",
              List.of(
                  allow("wamp.reflect", Action.CALL, Action.SUBSCRIBE),
                  allow("open.", Action.CALL, Action.SUBSCRIBE))));

  private TestRealm realm = new TestRealm(RULES);
  private TestPeer device = realm.join("device", "device");
  private TestPeer viewer = realm.join("viewer", "viewer");

  private static Permission allow(String prefix, Action... actions) {
    return new Permission(prefix, MatchPolicy.PREFIX, Set.of(actions), Disclosure.FORBIDDEN);
  }

  private void start(TestRealm other) {
    realm = other;
    device = realm.join("device", "device");
    viewer = realm.join("viewer", "viewer");
  }

  private static void call(TestPeer peer, Map<String, ?> kwargs, @Nullable Object... args) {
    peer.send(
        new Call(
            peer.nextRequest(),
            Dict.EMPTY,
            DEFINE,
            peer.serializer.payload(Arrays.asList(args), kwargs)));
  }

  /** The one result of a definition that must succeed. */
  private static @Nullable Object define(
      TestPeer peer, String type, String uri, @Nullable Object definition) {
    call(peer, Map.of("type", type), uri, definition);
    return peer.args(peer.take(Result.class)).getFirst();
  }

  private List<?> described(TestPeer peer, String uri) {
    return (List<?>) peer.meta(DESCRIBE, uri).getFirst();
  }

  private static Map<String, Object> entry(String type, String uri, Object definition) {
    return Map.of("type", type, "uri", uri, "match", "exact", "definition", definition);
  }

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
  void onlyWhoMayProvideItMayDefineIt() {
    // When
    call(viewer, Map.of("type", "procedure"), "open.level", LEVEL);
    call(viewer, Map.of("type", "topic"), "open.level", LEVEL);
    call(viewer, Map.of("type", "error"), "open.level", LEVEL);
    call(device, Map.of("type", "topic"), "elsewhere.level", LEVEL);
    call(device, Map.of("type", "topic", "match", "prefix"), "o", LEVEL);
    // Then
    for (int i = 0; i < 3; i++) {
      viewer.takeError(ErrorUri.NOT_AUTHORIZED);
    }
    device.takeError(ErrorUri.NOT_AUTHORIZED);
    device.takeError(ErrorUri.NOT_AUTHORIZED);
  }

  @Test
  void definingNeedsPermissionToCall() {
    // Given
    TestPeer stranger = realm.join("stranger", "stranger");
    // When
    stranger.call(DEFINE, "open.level", LEVEL);
    stranger.call(DESCRIBE, "open.level");
    // Then
    stranger.takeError(ErrorUri.NOT_AUTHORIZED);
    stranger.takeError(ErrorUri.NOT_AUTHORIZED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wamp.session.count", "junctor.reader.list", "wamp."})
  void nobodySpeaksForTheRouter(String uri) {
    // Given
    start(new TestRealm());
    // When
    call(device, Map.of("type", "procedure", "match", "prefix"), uri, LEVEL);
    // Then
    device.takeError(ErrorUri.INVALID_URI);
  }

  @Test
  void patternThatMatchesTheRoutersOwnSaysNothingAboutThem() {
    // Given
    start(new TestRealm());
    call(device, Map.of("type", "procedure", "match", "prefix"), "", LEVEL);
    device.take(Result.class);
    // When
    List<?> described = described(viewer, "wamp.session.count");
    // Then
    assertEquals(List.of(), described);
    assertEquals(1, described(viewer, "anything").size());
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
  void definitionThatMakesNoSenseIsRefused() {
    // When
    device.call(DEFINE, "open.level", LEVEL);
    call(device, Map.of("type", "gadget"), "open.level", LEVEL);
    call(device, Map.of("type", "topic", "match", "regex"), "open.level", LEVEL);
    call(device, Map.of("type", "topic"), "open.level", "a number");
    call(device, Map.of("type", "topic"), "open.level");
    call(device, Map.of("type", "topic"), "not a uri", LEVEL);
    // Then
    for (String got :
        List.of(
            "type: expected procedure, topic or error, got nothing",
            "got gadget",
            "got regex",
            "expected a dictionary",
            "expected a dictionary")) {
      ErrorMessage error = device.takeError(ErrorUri.INVALID_ARGUMENT);
      String sentence = (String) device.args(error).getFirst();
      assertTrue(sentence.contains(got), sentence);
    }
    device.takeError(ErrorUri.INVALID_URI);
  }

  @Test
  void definitionThatNotEveryFormatCanSayIsRefused() {
    // Given
    TestPeer binary = realm.join("binary", "device", Format.CBOR, EnumSet.allOf(Feature.class));
    // When
    call(binary, Map.of("type", "topic"), "open.level", Map.of("maximum", Double.NaN));
    // Then
    binary.takeError(ErrorUri.INVALID_ARGUMENT);
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

  @Test
  void oneDefinitionIsBounded() {
    // Given
    String long64k = "x".repeat(DefinitionMetaApi.DEFINITION_BYTES_MAX);
    // When
    call(device, Map.of("type", "topic"), "open.level", Map.of("description", long64k));
    // Then
    device.takeError(ErrorUri.PAYLOAD_SIZE_EXCEEDED);
  }

  @Test
  void definitionsOfASessionAreBoundedInNumberAndBytes() {
    // Given
    start(
        new TestRealm(
            RULES,
            _ -> false,
            Limits.of(
                limits -> {
                  limits.definitionsPerSessionMax = 2;
                  limits.definitionBytesPerSessionMax = 100;
                })));
    define(device, "topic", "open.a", Map.of("a", "x".repeat(40)));
    define(device, "topic", "open.b", Map.of("a", "x".repeat(10)));
    // When
    call(device, Map.of("type", "topic"), "open.c", Map.of("a", "x"));
    call(device, Map.of("type", "topic"), "open.b", Map.of("a", "x".repeat(50)));
    // Then
    device.takeError(RouterErrors.LIMIT_EXCEEDED);
    device.takeError(RouterErrors.LIMIT_EXCEEDED);
    assertEquals(false, define(device, "topic", "open.b", Map.of("a", "x".repeat(30))));
    assertEquals(true, define(device, "topic", "open.a", null));
    assertEquals(true, define(device, "topic", "open.c", Map.of("a", "x".repeat(30))));
  }

  @Test
  void definitionsOfAllSessionsAreBoundedInBytes() {
    // Given
    long one = Holdings.ofPattern("open.a", MatchPolicy.EXACT) + "[{\"a\":1}]".length();
    start(new TestRealm(RULES, _ -> false, Limits.of(limits -> limits.heldBytesMax = 2 * one)));
    define(device, "topic", "open.a", Map.of("a", 1));
    define(device, "topic", "open.b", Map.of("a", 1));
    TestPeer other = realm.join("other", "device");
    // When
    call(other, Map.of("type", "topic"), "open.c", Map.of("a", 1));
    // Then
    other.takeError(RouterErrors.LIMIT_EXCEEDED);
    realm.leave(device);
    assertEquals(true, define(other, "topic", "open.c", Map.of("a", 1)));
  }

  @Test
  void whoMayNotProvideItAnyMoreHasNotDefinedItEither() {
    // Given
    viewer.subscribe(ON_UNDEFINE);
    define(device, "topic", "open.level", LEVEL);
    define(device, "procedure", "secret.get", LEVEL);
    // When
    realm.setPermissions(
        new StaticAuthorizer(
            Map.of(
                "device",
                List.of(allow("secret.", Action.REGISTER)),
                "viewer",
                List.of(
                    allow("wamp.reflect", Action.CALL, Action.SUBSCRIBE),
                    allow("", Action.CALL, Action.SUBSCRIBE)))),
        null);
    // Then
    assertEquals(List.of("open.level"), viewer.args(viewer.take(Event.class)));
    assertEquals(List.of(), described(viewer, "open.level"));
    assertEquals(1, described(viewer, "secret.get").size());
  }

  @Test
  void registeringIsProofWhereSomebodyWouldHaveToBeAsked() {
    // Given
    start(
        new TestRealm(
            (_, action, uri, _) ->
                action == Action.REGISTER && !uri.startsWith("wamp.")
                    ? new Decision.Later()
                    : new Decision.Allow(Disclosure.FORBIDDEN)));
    call(device, Map.of("type", "procedure"), "open.get", LEVEL);
    device.takeError(ErrorUri.NOT_AUTHORIZED);
    device.tryRegister("open.get", Dict.EMPTY);
    realm.decide(new Decision.Allow(Disclosure.FORBIDDEN));
    device.clear();
    // When
    @Nullable Object defined = define(device, "procedure", "open.get", LEVEL);
    // Then
    assertEquals(true, defined);
    assertEquals(Collections.emptyList(), realm.asks);
  }
}
