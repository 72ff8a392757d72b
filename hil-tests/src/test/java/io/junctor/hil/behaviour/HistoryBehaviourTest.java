package io.junctor.hil.behaviour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.hil.harness.Gateways;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The events that were kept, asked for with each filter.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-event-history">WAMP: Event
 *     History</a>
 */
@OverEveryLink
class HistoryBehaviourTest extends BehaviourTest {

  private static final long MILLISECOND = 1_000_000; // ns

  HistoryBehaviourTest(Wire wire, Gateways gateways) {
    super(wire, gateways);
  }

  @Test
  void whatHappenedBeforeCanBeAskedFor() {
    // Given
    Peer publisher = join();
    publisher.publishAndWait(uri("kept"), Dict.EMPTY, List.of(1, UNICODE), Map.of("b", BINARY));
    long second = publisher.publishAndWait(uri("kept"), 2);
    Peer asker = joinInOtherFormat();
    asker.call("wamp.subscription.match", uri("kept"));
    long kept = (Long) ((List<?>) asker.args(asker.receive(Result.class)).getFirst()).getFirst();

    // When
    asker.call(
        "wamp.subscription.get_events",
        Dict.EMPTY,
        List.of(kept),
        Map.of("topic", uri("kept"), "until_publication", second, "limit", 10));

    // Then
    Result result = asker.receive(Result.class);
    assertEquals(Map.of("is_limit_reached", false), asker.kwargs(result));
    List<Object> events = asker.args(result);
    assertEquals(2, events.size());
    Map<?, ?> first = (Map<?, ?>) events.getFirst();
    assertEquals(List.of(1L, UNICODE), first.get("args"));
    assertArrayEquals(BINARY, (byte[]) ((Map<?, ?>) first.get("kwargs")).get("b"));
    assertEquals(uri("kept"), ((Map<?, ?>) first.get("details")).get("topic"));
    assertEquals(second, ((Map<?, ?>) events.get(1)).get("publication"));
  }

  /** One event of five, published in this order, and what the router says of it. */
  private record Kept(long publication, String timestamp) {}

  private Map<?, ?> history(Peer asker, Map<String, Object> filters) {
    asker.call("wamp.subscription.match", uri("kept"));
    long kept = (Long) ((List<?>) asker.args(asker.receive(Result.class)).getFirst()).getFirst();
    Map<String, Object> all = new LinkedHashMap<>(filters);
    all.put("topic", uri("kept"));
    asker.call("wamp.subscription.get_events", Dict.EMPTY, List.of(kept), all);
    Result result = asker.receive(Result.class);
    return Map.of("events", asker.args(result), "more", asker.kwargs(result));
  }

  private static List<Kept> kept(Map<?, ?> history) {
    List<Kept> all = new ArrayList<>();
    for (Object event : (List<?>) history.get("events")) {
      Map<?, ?> one = (Map<?, ?>) event;
      all.add(new Kept((Long) one.get("publication"), (String) one.get("timestamp")));
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "limit,              2,    1 2",
    "reverse,            true, 5 4 3 2 1",
    "from_publication,   #3,   3 4 5",
    "after_publication,  #3,   4 5",
    "before_publication, #3,   1 2",
    "until_publication,  #3,   1 2 3",
    "from_time,          @3,   3 4 5",
    "after_time,         @3,   4 5",
    "before_time,        @3,   1 2",
    "until_time,         @3,   1 2 3",
  })
  void eachFilterLetsThroughWhatItSays(String filter, String value, String expected) {
    // Given
    Peer publisher = join();
    for (int i = 1; i <= 5; i++) {
      publisher.publishAndWait(uri("kept"), i);
      publisher.publishAndWait(uri("kept").replace(".kept", "b.kept"), "of another topic");
      awaitNextMillisecond();
    }
    Peer asker = join();
    List<Kept> all = kept(history(asker, Map.of()));
    Object wanted =
        switch (value.charAt(0)) {
          case '#' -> all.get(2).publication();
          case '@' -> all.get(2).timestamp();
          case 't' -> true;
          default -> Long.valueOf(value);
        };

    // When
    Map<?, ?> history = history(asker, Map.of(filter, wanted));

    // Then
    List<String> numbers = new ArrayList<>();
    kept(history).forEach(event -> numbers.add(String.valueOf(all.indexOf(event) + 1)));
    assertEquals(expected, String.join(" ", numbers));
    assertEquals(Map.of("is_limit_reached", filter.equals("limit")), history.get("more"));
  }

  /**
   * Times are told in milliseconds; the next event must have another. The router's milliseconds do
   * not begin with those of the wall clock, so that a whole one has to pass.
   */
  private static void awaitNextMillisecond() {
    long before = System.nanoTime();
    while (System.nanoTime() - before < MILLISECOND) {
      Thread.onSpinWait();
    }
  }
}
