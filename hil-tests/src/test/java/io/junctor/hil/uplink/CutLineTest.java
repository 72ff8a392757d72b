package io.junctor.hil.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The line between two router processes in network namespaces is cut: every packet is dropped, and
 * neither end is told. Both kinds of lines are cut at the same time; nearly all of it is waiting.
 */
@Execution(ExecutionMode.CONCURRENT)
class CutLineTest {

  /** Pings every 10 s that are answered within 5 s, and a busy machine's pauses. */
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(17);

  /** Far below every timeout that could be waited for, far above a busy machine's pauses. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private static final Map<Line, CutLine> LINES = new EnumMap<>(Line.class);

  @BeforeAll
  static void cutAndMend() throws Exception {
    Map<Line, CompletableFuture<CutLine>> running = new EnumMap<>(Line.class);
    try (Namespaces first = Namespaces.make();
        Namespaces second = Namespaces.make();
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Map<Line, Namespaces> places = Map.of(Line.WEBSOCKET, first, Line.RAWSOCKET, second);
      places.forEach((line, place) -> running.put(line, begin(threads, line, place)));
      for (Line line : Line.values()) {
        LINES.put(line, running.get(line).get());
      }
    }
    LINES.forEach((line, seen) -> System.err.println("cut line, " + line + ": " + seen.figures()));
  }

  private static CompletableFuture<CutLine> begin(
      ExecutorService threads, Line line, Namespaces place) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return CutLine.of(line, place);
          } catch (Exception e) {
            throw new AssertionError(line + ": " + e, e);
          }
        },
        threads);
  }

  private static CutLine seen(Line line) {
    return LINES.get(line);
  }

  @ParameterizedTest
  @EnumSource
  void theStateOfTheLineSaysSoWithinFifteenSeconds(Line line) {
    assertTrue(seen(line).toldHere().compareTo(NOTICED_WITHIN) <= 0, seen(line)::figures);
    assertTrue(seen(line).reason().startsWith("lost: "), seen(line)::figures);
  }

  @ParameterizedTest
  @EnumSource
  void theThingsBehindTheLineAreOfflineThereWithinFifteenSeconds(Line line) {
    assertTrue(seen(line).toldThere().compareTo(NOTICED_WITHIN) <= 0, seen(line)::figures);
  }

  @ParameterizedTest
  @EnumSource
  void aCallDownTheBrokenLineFailsAtOnceAsUnavailable(Line line) {
    assertEquals(ErrorUri.UNAVAILABLE, seen(line).fromHere().error());
    assertTrue(seen(line).fromHereTook().compareTo(AT_ONCE) < 0, seen(line)::figures);
  }

  @ParameterizedTest
  @EnumSource
  void aCallFromTheOtherSideFailsAtOnce(Line line) {
    assertEquals(ErrorUri.UNAVAILABLE, seen(line).fromThere().error());
    assertTrue(seen(line).fromThereTook().compareTo(AT_ONCE) < 0, seen(line)::figures);
  }

  // Whether it was carried out is not known, which is another thing than "unavailable".
  @ParameterizedTest
  @EnumSource
  void aCallUnderWayEndsWhenTheLossIsNoticed(Line line) {
    assertEquals(ErrorUri.NETWORK_FAILURE, seen(line).underWay().error());
  }

  @ParameterizedTest
  @EnumSource
  void callsWithinTheEdgeGoOn(Line line) {
    assertTrue(seen(line).slowestLocalCall().compareTo(AT_ONCE) < 0, seen(line)::figures);
  }

  @ParameterizedTest
  @EnumSource
  void durableEventsPileUpAndTheStateCountsThem(Line line) {
    assertTrue(seen(line).published() > 100, seen(line)::figures);
    assertEquals(seen(line).published(), seen(line).backlog());
  }

  @ParameterizedTest
  @EnumSource
  void allArriveInTheirOrderAfterMendingAndSayThatTheyWaited(Line line) {
    List<Object> all =
        LongStream.range(0, CutLine.BEFORE + seen(line).published())
            .<Object>mapToObj(number -> number)
            .toList();
    assertEquals(all, seen(line).arrived());
    assertEquals(0, seen(line).backlogAfter());
    assertTrue(seen(line).replayed() > 0);
    assertTrue(seen(line).replayed() <= seen(line).published());
  }

  @ParameterizedTest
  @EnumSource
  void callsCrossAgainAfterMending(Line line) {
    assertEquals(List.of("turned"), seen(line).afterwards());
  }
}
