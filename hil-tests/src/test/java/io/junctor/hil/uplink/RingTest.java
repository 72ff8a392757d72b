package io.junctor.hil.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three router processes whose uplinks lead in a circle. */
class RingTest {

  private static final int ROUTERS = 3;
  private static final String TOPIC = "com.example.ring.news";

  private static final int EVENTS = 50;
  private static final List<Object> NUMBERS =
      LongStream.range(0, EVENTS).<Object>mapToObj(number -> number).toList();

  private static Ring ring;

  @BeforeAll
  static void start() throws IOException {
    ring = Ring.of(ROUTERS);
  }

  @AfterAll
  static void stop() {
    if (ring != null) {
      ring.close();
    }
  }

  @Test
  void anEventGoesOnceAroundAndNoFurther() throws IOException {
    // Given
    Client.Inbox[] inboxes = new Client.Inbox[ROUTERS];
    for (int i = 0; i < ROUTERS; i++) {
      inboxes[i] = ring.at(i).subscribe(TOPIC, "exact");
    }
    Client anna = ring.at(0);
    // When: more than one, so that what circles would be seen before what follows
    NUMBERS.forEach(number -> anna.publish(TOPIC, number));
    // Then: home again over the third line, whose end does not send it around a second time
    assertEquals(Map.of(0, NUMBERS, ROUTERS, NUMBERS), numbersByHops(inboxes[0], 2 * EVENTS));
    assertEquals(Map.of(1, NUMBERS), numbersByHops(inboxes[1], EVENTS));
    assertEquals(Map.of(2, NUMBERS), numbersByHops(inboxes[2], EVENTS));
    for (Client.Inbox inbox : inboxes) {
      inbox.expectNothing();
    }
  }

  /** What of so many events came over how many lines, in their order. */
  private static Map<Integer, List<Object>> numbersByHops(Client.Inbox inbox, int count) {
    Map<Integer, List<Object>> numbers = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      Event event = inbox.next();
      List<?> way = event.details().list("forward_for");
      int hops = way == null ? 0 : way.size();
      numbers.computeIfAbsent(hops, _ -> new ArrayList<>()).add(Client.args(event).getFirst());
    }
    return numbers;
  }

  @Test
  void aCallFindsItsCalleeOverTwoLinesAndKnowsTheWay() throws IOException {
    // Given: calls go against the direction of the uplinks, from 2 over 1 to 0
    ring.at(0)
        .register(
            "com.example.ring.way",
            call -> {
              List<?> hops = call.invocation().details().list("forward_for");
              call.result(
                  Dict.EMPTY,
                  Client.payload(hops.stream().map(hop -> ((Dict) hop).string("via")).toArray()));
            });
    // When
    List<Object> way = ring.at(2).call("com.example.ring.way");
    // Then
    assertEquals(List.of("com.example.router1.uplink", "com.example.router0.uplink"), way);
  }

  @Test
  void aCallThatNobodyAnswersComesBackOnceAndFails() throws IOException {
    // When
    ErrorMessage error = ring.at(1).fail("com.example.ring.nobody");
    // Then
    assertEquals("junctor.error.loop", error.error());
    assertTrue(String.valueOf(Client.args(error).getFirst()).contains("came back"));
  }
}
