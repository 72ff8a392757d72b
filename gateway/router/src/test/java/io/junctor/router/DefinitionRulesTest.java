package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may define what, in which form and how much. */
class DefinitionRulesTest extends ReflectionTestCase {

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
