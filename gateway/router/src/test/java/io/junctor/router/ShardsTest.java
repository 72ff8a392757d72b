package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.uri.ErrorUri;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls to one shard of several.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-sharded-registration">WAMP:
 *     Sharded Registration</a>
 */
class ShardsTest {

  private static final int KEYS = 300;

  private final TestRealm realm = new TestRealm();
  private final TestPeer caller = realm.join("caller");
  private final Map<String, TestPeer> shards = new LinkedHashMap<>(); // node key -> callee

  private void join(String nodeKey) {
    TestPeer shard = realm.join("any");
    shard.register("p", Dict.of("invoke", "roundrobin").with("nkey", nodeKey));
    shards.put(nodeKey, shard);
  }

  private static Dict partition(String key) {
    return Dict.of("runmode", "partition", "rkey", key);
  }

  /** Calls with every key; which shard got it. */
  private Map<String, String> owners() {
    Map<String, String> owners = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      String key = "sn" + i;
      caller.call("p", partition(key));
      shards.forEach(
          (name, shard) -> {
            if (!shard.drain().isEmpty()) {
              assertEquals(null, owners.put(key, name), "more than one shard");
            }
          });
    }
    return owners;
  }

  @Test
  void keyAlwaysGoesToTheSameShard() {
    // Given
    join("a");
    join("b");
    join("c");
    Map<String, String> first = owners();
    // When
    Map<String, String> second = owners();
    // Then
    assertEquals(KEYS, first.size());
    assertEquals(first, second);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c"})
  void everyShardHasItsShare(String shard) {
    // Given
    join("a");
    join("b");
    join("c");
    // When
    Map<String, String> owners = owners();
    // Then
    long share = owners.values().stream().filter(shard::equals).count();
    assertTrue(share > KEYS / 5 && share < KEYS / 2, () -> "share of " + share);
  }

  @Test
  void onlyTheKeysOfAShardThatLeftMove() {
    // Given
    join("a");
    join("b");
    join("c");
    Map<String, String> before = owners();
    // When
    realm.leave(shards.remove("b"));
    // Then
    Map<String, String> after = owners();
    before.forEach(
        (key, shard) -> assertTrue(shard.equals("b") || shard.equals(after.get(key)), key));
  }

  @Test
  void shardIsNamedByItsAuthidIfNotByAKey() {
    // Given
    TestPeer one = realm.join("one");
    one.register("p", Dict.of("invoke", "first"));
    TestPeer two = realm.join("two");
    two.register("p", Dict.of("invoke", "first"));
    shards.put("one", one);
    shards.put("two", two);
    Map<String, String> before = owners();
    // When
    realm.leave(one);
    TestPeer back = realm.join("one");
    back.register("p", Dict.of("invoke", "first"));
    shards.put("one", back);
    // Then
    assertEquals(before, owners());
  }

  @Test
  void keysOfALostShardAreUnavailable() {
    // Given
    join("a");
    TestPeer lost = realm.join("any");
    lost.register(
        "p", Dict.of("invoke", "roundrobin").with("nkey", "b").with("_junctor_keep", 60_000));
    shards.put("b", lost);
    Map<String, String> before = owners();
    // When
    realm.lose(lost);
    // Then
    caller.clear();
    before.forEach(
        (key, shard) -> {
          caller.call("p", partition(key));
          if (shard.equals("b")) {
            caller.takeError(ErrorUri.UNAVAILABLE);
          } else {
            shards.get("a").take(Invocation.class);
          }
        });
  }

  @Test
  void unavailableShardIsNotReplaced() {
    // Given
    join("a");
    join("b");
    caller.call("p", partition("k"));
    for (TestPeer shard : shards.values()) {
      if (!shard.drain().isEmpty()) {
        // When
        shard.fails(1, ErrorUri.UNAVAILABLE);
      }
    }
    // Then
    caller.takeError(ErrorUri.UNAVAILABLE);
    shards.values().forEach(TestPeer::expectNothing);
  }

  @ParameterizedTest
  @CsvSource({
    "partition, wamp.error.invalid_argument",
    "all, wamp.error.feature_not_supported",
    "any, wamp.error.invalid_argument"
  })
  void otherRunModesAreErrors(String mode, String error) {
    // Given
    join("a");
    // When
    caller.call("p", Dict.of("runmode", mode));
    // Then
    caller.takeError(error);
  }

  @Test
  void keyWithoutRunModeChangesNothing() {
    // Given
    join("a");
    join("b");
    // When
    caller.call("p", Dict.of("rkey", "k"));
    caller.call("p", Dict.of("rkey", "k"));
    // Then
    shards.values().forEach(shard -> shard.take(Invocation.class));
  }
}
