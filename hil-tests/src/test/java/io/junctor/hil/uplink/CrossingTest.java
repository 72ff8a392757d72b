package io.junctor.hil.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.component.session.CancelMode;
import io.junctor.component.session.IncomingCall;
import io.junctor.component.session.PendingCall;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What crosses the line between two router processes, over TLS and cryptosign, on WebSocket and on
 * RawSocket, in both directions. Each test has URIs of its own.
 */
class CrossingTest {

  private static final String UPLINK = "com.example.edge.uplink";

  private static final Map<Line, TwoRouters> ROUTERS = new EnumMap<>(Line.class);

  /** Where something is offered; the other side uses it. */
  private enum Side {
    EDGE("com.example.edge."),
    CLOUD("com.example.cloud.");

    private final String prefix;

    Side(String prefix) {
      this.prefix = prefix;
    }

    String uri(String rest) {
      return prefix + rest;
    }

    Client here(Line line) throws IOException {
      TwoRouters routers = ROUTERS.get(line);
      return this == EDGE ? routers.atEdge() : routers.atCloud();
    }

    Client there(Line line) throws IOException {
      return (this == EDGE ? CLOUD : EDGE).here(line);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    for (Line line : Line.values()) {
      ROUTERS.put(line, TwoRouters.of(line, TwoRouters.LOOPBACK));
    }
    List<CompletableFuture<Void>> starting =
        ROUTERS.values().stream()
            .map(routers -> CompletableFuture.runAsync(() -> start(routers)))
            .toList();
    starting.forEach(CompletableFuture::join);
  }

  private static void start(TwoRouters routers) {
    try {
      routers.startEdge(List.of(), TwoRouters.LOOPBACK, routers.startCloud(List.of()));
      routers.awaitUp();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() {
    ROUTERS.values().forEach(TwoRouters::close);
  }

  static Stream<Arguments> lines() {
    return Stream.of(Line.values())
        .flatMap(line -> Stream.of(Side.values()).map(side -> Arguments.of(line, side)));
  }

  private static Dict onlyHop(Dict details) {
    List<?> hops = details.list("forward_for");
    assertEquals(1, hops.size(), hops::toString);
    Dict hop = (Dict) hops.getFirst();
    assertEquals(UPLINK, hop.string("via"));
    return hop;
  }

  @ParameterizedTest
  @MethodSource("lines")
  void anEventCrossesWithItsPublisher(Line line, Side side) throws IOException {
    // Given
    Client.Inbox inbox = side.there(line).subscribe(side.uri("news"), "exact");
    // When
    side.here(line).publish(side.uri("news"), "hot", 42L);
    // Then
    Event event = inbox.next();
    assertEquals(List.of("hot", 42L), Client.args(event));
    assertEquals("anna", onlyHop(event.details()).string("authid"));
    assertEquals("member", onlyHop(event.details()).string("authrole"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void patternSubscriptionsGetWhatCrossed(Line line, Side side) throws IOException {
    // Given
    Client there = side.there(line);
    Client.Inbox prefix = there.subscribe(side.uri("hall."), "prefix");
    Client.Inbox wildcard = there.subscribe(side.uri("hall..heat"), "wildcard");
    Client here = side.here(line);
    // When
    here.publish(side.uri("hall.1.light"), 1L);
    here.publish(side.uri("hall.2.heat"), 2L);
    // Then
    assertEquals(side.uri("hall.1.light"), prefix.next().details().string("topic"));
    assertEquals(side.uri("hall.2.heat"), prefix.next().details().string("topic"));
    assertEquals(side.uri("hall.2.heat"), wildcard.next().details().string("topic"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aCallCrossesWithItsCaller(Line line, Side side) throws IOException {
    // Given
    CompletableFuture<Dict> details = new CompletableFuture<>();
    side.here(line)
        .register(
            side.uri("echo"),
            call -> {
              details.complete(call.invocation().details());
              call.result(Dict.EMPTY, call.invocation().payload());
            });
    // When
    List<Object> result = side.there(line).call(side.uri("echo"), "a", 1L);
    // Then
    assertEquals(List.of("a", 1L), result);
    assertEquals("anna", onlyHop(Client.await(details)).string("authid"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aPatternRegistrationIsCalledAcrossAndToldTheProcedure(Line line, Side side)
      throws IOException {
    // Given
    Client here = side.here(line);
    here.register(side.uri("machine."), "prefix", CrossingTest::answerItsName);
    here.register(side.uri("door..open"), "wildcard", CrossingTest::answerItsName);
    Client there = side.there(line);
    for (String procedure : List.of(side.uri("machine.7.start"), side.uri("door.3.open"))) {
      // When
      List<Object> result = there.call(procedure);
      // Then
      assertEquals(List.of(procedure), result);
    }
  }

  private static void answerItsName(IncomingCall call) {
    String procedure = call.invocation().details().string("procedure", "");
    call.result(Dict.EMPTY, Client.payload(procedure));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void progressiveResultsCrossInTheirOrder(Line line, Side side) throws IOException {
    // Given
    side.here(line)
        .register(
            side.uri("count"),
            call -> {
              for (long i = 0; i < 100; i++) {
                call.progress(Client.payload(i));
              }
              call.result(Dict.EMPTY, Client.payload("done"));
            });
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    // When
    PendingCall pending =
        side.there(line).begin(side.uri("count"), one -> seen.add(Client.args(one).getFirst()));
    // Then
    assertEquals(List.of("done"), Client.args(Client.await(pending.result())));
    assertEquals(Stream.iterate(0L, i -> i + 1).limit(100).toList(), seen);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aCancelledCallIsCancelledOnTheOtherSide(Line line, Side side) throws IOException {
    // Given
    CompletableFuture<IncomingCall> called = new CompletableFuture<>();
    side.here(line)
        .register(
            side.uri("turn"),
            call -> {
              call.onCancelled(
                  () -> call.error("com.example.stopped", Dict.EMPTY, Client.payload("at 40")));
              called.complete(call);
            });
    PendingCall pending = side.there(line).begin(side.uri("turn"), Dict.EMPTY);
    Client.await(called);
    // When
    pending.cancel(CancelMode.KILL);
    // Then: the callee's own answer to it
    ErrorMessage error = Client.failure(pending.result());
    assertEquals("com.example.stopped", error.error());
    assertEquals(List.of("at 40"), Client.args(error));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void anErrorCrossesWithItsArguments(Line line, Side side) throws IOException {
    // Given
    side.here(line)
        .register(
            side.uri("refuse"),
            call ->
                call.error("junctor.error.interlock", Dict.EMPTY, Client.keyword("door", "open")));
    // When
    ErrorMessage error = side.there(line).fail(side.uri("refuse"));
    // Then
    assertEquals("junctor.error.interlock", error.error());
    assertEquals(Map.of("door", "open"), Client.kwargs(error));
  }

  @ParameterizedTest
  @EnumSource
  void theUplinkProvedItsKeyOverTls(Line line) {
    String log = ROUTERS.get(line).logs();
    assertTrue(log.contains("authid=edge authrole=edge authmethod=cryptosign"), log);
    assertTrue(log.contains(line == Line.WEBSOCKET ? "to wss://" : "to rss://"), log);
  }
}
