package io.junctor.wamp.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MissedEventsTest {

  @Test
  void whatIsToldIsRead() {
    MissedEvents missed = new MissedEvents(12, 3);
    assertEquals(missed, MissedEvents.of(missed.in(Dict.of("topic", "com.t"))));
  }

  @Test
  void nothingMissedAddsNothing() {
    Dict details = Dict.of("topic", "com.t");
    assertSame(details, MissedEvents.NONE.in(details));
    assertEquals(Dict.of("_dropped", 1L), new MissedEvents(1, 0).in(Dict.EMPTY));
    assertEquals(Dict.of("_conflated", 1L), new MissedEvents(0, 1).in(Dict.EMPTY));
  }

  @Test
  void countsAddUp() {
    assertEquals(new MissedEvents(5, 7), new MissedEvents(1, 3).plus(new MissedEvents(4, 4)));
  }

  static Stream<Object> noCounts() {
    return Stream.of("3", -1L, 1.5, true, List.of(3L), Dict.EMPTY, Long.MIN_VALUE);
  }

  @ParameterizedTest
  @MethodSource("noCounts")
  void whatIsNoCountCountsAsNothing(Object value) {
    // another router may mean something else by it: no reason to end the session
    assertEquals(
        MissedEvents.NONE, MissedEvents.of(Dict.of("_dropped", value, "_conflated", value)));
  }
}
