package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session may call, as the router tells it. */
class ProcedureReflectionTest {

  private static final String LIST = "wamp.reflection.procedure.list";
  private static final String DESCRIBE = "wamp.reflection.procedure.describe";

  private final TestRealm realm =
      new TestRealm(
          new StaticAuthorizer(
              Map.of(
                  "callee", List.of(allow("", Action.REGISTER)),
                  "viewer",
                      List.of(
                          allow("wamp.reflection.procedure.", Action.CALL),
                          allow("open.", Action.CALL)))));
  private final TestPeer callee = realm.join("callee", "callee");
  private final TestPeer viewer = realm.join("viewer", "viewer");

  private static Permission allow(String prefix, Action action) {
    return new Permission(prefix, MatchPolicy.PREFIX, Set.of(action), Disclosure.FORBIDDEN);
  }

  @Test
  void listHasWhatTheCallerMayCallAndNothingElse() {
    // Given
    callee.register("open.a");
    callee.register("secret.b");
    callee.register("open.things.", Dict.of("match", "prefix"));
    callee.register("", Dict.of("match", "prefix"));
    // When
    List<Object> result = viewer.meta(LIST);
    // Then
    List<?> listed = (List<?>) result.getFirst();
    assertEquals(
        Set.of(
            Map.of("uri", "open.a", "match", "exact"),
            Map.of("uri", "open.things.", "match", "prefix"),
            Map.of("uri", LIST, "match", "exact"),
            Map.of("uri", DESCRIBE, "match", "exact")),
        Set.copyOf(listed));
    assertEquals(4, listed.size());
  }

  @Test
  void registrationIsDescribedByAnyUriThatReachesIt() {
    // Given
    long id = callee.register("open.things.", Dict.of("match", "prefix").with("invoke", "last"));
    // When
    Object description = viewer.meta(DESCRIBE, "open.things.fridge.get").getFirst();
    // Then
    assertEquals(
        Map.of(
            "id", id,
            "created", "2026-11-23T00:00:00Z",
            "uri", "open.things.",
            "match", "prefix",
            "invoke", "last",
            "callees", 1L),
        description);
  }

  @Test
  void proceduresOfTheRouterAreDescribed() {
    String sentence = "The procedures and patterns that you may call.";
    assertEquals(
        List.of(
            Map.of("uri", LIST, "match", "exact", "definition", Map.of("description", sentence))),
        viewer.meta(DESCRIBE, LIST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret.b", "open.missing", "wamp.session.count", "wamp.missing"})
  void whatMayNotBeCalledLooksLikeWhatIsNotThere(String uri) {
    // Given
    callee.register("secret.b");
    // When
    viewer.call(DESCRIBE, uri);
    // Then
    List<Object> sentence = viewer.args(viewer.takeError(ErrorUri.NO_SUCH_PROCEDURE));
    assertEquals(List.of("there is no procedure " + uri + " to call"), sentence);
  }

  @Test
  void nobodyIsAskedForReflection() {
    // Given
    TestRealm asking =
        new TestRealm(
            (_, _, uri, _) ->
                uri.startsWith("wamp.")
                    ? new Decision.Allow(Disclosure.FORBIDDEN)
                    : new Decision.Later());
    TestPeer peer = asking.join("peer");
    peer.tryRegister("p", Dict.EMPTY);
    asking.decide(new Decision.Allow(Disclosure.FORBIDDEN));
    peer.clear();
    // When
    List<?> listed = (List<?>) peer.meta(LIST).getFirst();
    // Then
    assertTrue(asking.asks.isEmpty());
    assertTrue(listed.stream().noneMatch(one -> one.toString().contains("uri=p")));
  }
}
