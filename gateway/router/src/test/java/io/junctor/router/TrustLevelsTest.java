package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trust levels that the configuration assigns to publications and calls. */
class TrustLevelsTest {

  private static final List<TrustRule> RULES =
      List.of(
          new TrustRule("sensor.", MatchPolicy.PREFIX, null, 1),
          new TrustRule("sensor.", MatchPolicy.PREFIX, "device", 3),
          new TrustRule("sensor.door", MatchPolicy.EXACT, "user", 2),
          new TrustRule("..fire", MatchPolicy.WILDCARD, "user", 0));

  private final TestRealm realm =
      new TestRealm(
          TestRealm.ALLOW_ALL, _ -> false, RouterLimits.DEFAULT, new RealmPolicy(List.of(), RULES));
  private final TestPeer subscriber = realm.join("subscriber");

  @ParameterizedTest
  @CsvSource({
    "guest, sensor.door, 1",
    "user, sensor.door, 2",
    "device, sensor.door, 3",
    "user, sensor.temperature, 1",
    "user, a.b.fire, 0",
    "guest, a.b.fire, -",
    "user, sensor.b.fire, 1",
    "user, other, -",
  })
  void highestLevelThatMatchesTopicAndRoleIsTold(String authrole, String topic, String level) {
    // Given
    TestPeer publisher = realm.join("publisher", authrole);
    subscriber.subscribe(topic);
    // When
    publisher.publish(topic, 1);
    // Then
    Dict expected = level.equals("-") ? Dict.EMPTY : Dict.of("trustlevel", Long.parseLong(level));
    assertEquals(expected, subscriber.take(Event.class).details());
  }

  @ParameterizedTest
  @CsvSource({"guest, 1", "user, 2", "device, 3"})
  void highestLevelThatMatchesProcedureAndRoleIsToldToTheCallee(String authrole, long level) {
    // Given
    TestPeer callee = realm.join("callee");
    callee.register("sensor.door");
    TestPeer caller = realm.join("caller", authrole);
    // When
    caller.call("sensor.door", Dict.of("trustlevel", 9));
    // Then
    assertEquals(Dict.of("trustlevel", level), callee.take(Invocation.class).details());
  }

  @Test
  void callWithoutALevelIsToldNone() {
    // Given
    TestPeer callee = realm.join("callee");
    callee.register("other");
    // When
    realm.join("caller").call("other");
    // Then
    assertEquals(Dict.EMPTY, callee.take(Invocation.class).details());
  }

  @Test
  void publisherCannotSetTheLevelItself() {
    // Given
    subscriber.subscribe("other");
    TestPeer publisher = realm.join("publisher");
    // When
    publisher.publish("other", Dict.of("trustlevel", 9), 1);
    // Then
    assertEquals(Dict.EMPTY, subscriber.take(Event.class).details());
  }

  @Test
  void retainedEventKeepsItsLevel() {
    // Given
    TestPeer publisher = realm.join("publisher", "device");
    publisher.publish("sensor.door", Dict.of("retain", true), 1);
    // When
    subscriber.subscribe("sensor.door", Dict.of("get_retained", true));
    // Then
    assertEquals(
        Dict.of("trustlevel", 3L, "retained", true), subscriber.take(Event.class).details());
  }

  @Test
  void negativeLevelIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new TrustRule("a", MatchPolicy.EXACT, null, -1));
  }
}
