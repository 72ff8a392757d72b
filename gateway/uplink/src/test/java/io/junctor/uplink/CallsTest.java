package io.junctor.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.component.session.CancelMode;
import io.junctor.component.session.IncomingCall;
import io.junctor.component.session.PendingCall;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallsTest {

  private static final String EDGE = "com.example.edge.knob.set";
  private static final String CLOUD = "com.example.cloud.price";

  private final UplinkFixture both = new UplinkFixture();

  @AfterEach
  void close() {
    both.close();
  }

  private Uplink start() {
    return both.start(UplinkFixture.EDGE_TOPICS, UplinkFixture.CLOUD_TOPICS);
  }

  @Test
  void aCallFromThereIsAnsweredHere() {
    // Given
    start();
    CompletableFuture<Dict> details = new CompletableFuture<>();
    both.edge
        .peer("knob")
        .register(
            EDGE,
            call -> {
              details.complete(call.invocation().details());
              call.result(Dict.EMPTY, call.invocation().payload());
            });
    // When
    Result result = both.cloud.peer("anna").call(EDGE, 120, "deg");
    // Then
    assertEquals(List.of(120L, "deg"), Peer.VALUES.args(result.payload()));
    Dict hop = (Dict) Peer.await(details).list("forward_for").getFirst();
    assertEquals("anna", hop.string("authid"));
    assertEquals("all", hop.string("authrole"));
    assertEquals("uplink", Peer.await(details).string("caller_authid"));
  }

  @Test
  void aCallFromHereIsAnsweredThere() {
    // Given
    start();
    both.cloud.peer("backend").register(CLOUD, call -> call.result(Dict.EMPTY, Peer.args(7)));
    // When
    Result result = both.edge.peer("device").call(CLOUD);
    // Then
    assertEquals(List.of(7L), Peer.VALUES.args(result.payload()));
  }

  @Test
  void aProcedureIsCalledDifferentlyOnTheOtherSide() {
    // Given
    ForwardRule rule = new ForwardRule("site.berlin.", MatchPolicy.PREFIX, "com.example.edge.");
    both.start(Rules.NONE, new Rules(List.of(), List.of(rule)));
    both.edge.peer("knob").register(EDGE, call -> call.result(Dict.EMPTY, Peer.args("ok")));
    // When
    Result result = both.cloud.peer("anna").call("site.berlin.knob.set");
    // Then
    assertEquals(List.of("ok"), Peer.VALUES.args(result.payload()));
  }

  @Test
  void progressiveResultsCrossInOrderBeforeTheLast() {
    // Given
    start();
    both.edge
        .peer("knob")
        .register(
            EDGE,
            call -> {
              for (int i = 1; i <= 3; i++) {
                call.progress(Peer.args(i));
              }
              call.result(Dict.EMPTY, Peer.args("there"));
            });
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    // When
    Result result =
        Peer.await(
            both.cloud
                .peer("anna")
                .session
                .call(
                    EDGE,
                    Dict.EMPTY,
                    Payload.NONE,
                    one -> seen.add(Peer.VALUES.args(one.payload()).getFirst()))
                .result());
    // Then
    assertEquals(List.of(1L, 2L, 3L), seen);
    assertEquals(List.of("there"), Peer.VALUES.args(result.payload()));
  }

  @Test
  void anErrorCrossesWithItsUriAndArguments() {
    // Given
    start();
    both.edge
        .peer("knob")
        .register(
            EDGE,
            call ->
                call.error(
                    "junctor.error.interlock",
                    Dict.EMPTY,
                    Peer.VALUES.payload(List.of("door open"), Map.of("door", true))));
    // When
    ErrorMessage error = both.cloud.peer("anna").fail(EDGE, Dict.EMPTY);
    // Then
    assertEquals("junctor.error.interlock", error.error());
    assertEquals(List.of("door open"), Peer.VALUES.args(error.payload()));
    assertEquals(Map.of("door", true), Peer.VALUES.kwargs(error.payload()));
  }

  @Test
  void aCancelledCallIsCancelledOnTheOtherSideAndTheCalleesAnswerComesBack() {
    // Given
    start();
    CompletableFuture<IncomingCall> called = new CompletableFuture<>();
    both.edge
        .peer("knob")
        .register(
            EDGE,
            call -> {
              call.onCancelled(
                  () -> call.error("com.example.stopped", Dict.EMPTY, Peer.args("at 40")));
              called.complete(call);
            });
    PendingCall pending = both.cloud.peer("anna").begin(EDGE, Dict.EMPTY, Payload.NONE);
    Peer.await(called);
    // When
    pending.cancel(CancelMode.KILL);
    // Then
    ErrorMessage error = Peer.failure(pending.result());
    assertEquals("com.example.stopped", error.error());
    assertEquals(List.of("at 40"), Peer.VALUES.args(error.payload()));
  }

  @Test
  void aTimeoutOfTheCallerStopsTheCalleeOnTheOtherSide() {
    // Given
    start();
    CompletableFuture<Boolean> stopped = new CompletableFuture<>();
    both.edge
        .peer("knob")
        .register(
            EDGE,
            call ->
                call.onCancelled(
                    () -> {
                      stopped.complete(true);
                      call.error(ErrorUri.CANCELED, Dict.EMPTY, Payload.NONE);
                    }));
    // When
    ErrorMessage error = both.cloud.peer("anna").fail(EDGE, Dict.of("timeout", 100));
    // Then
    assertEquals(ErrorUri.TIMEOUT, error.error());
    assertTrue(Peer.await(stopped));
  }

  @Test
  void aCallDownABrokenLineFailsAtOnceAndIsNotStored() {
    // Given
    Uplink uplink = start();
    List<String> called = Collections.synchronizedList(new ArrayList<>());
    both.cloud
        .peer("backend")
        .register(
            CLOUD,
            call -> {
              called.add(String.valueOf(Peer.VALUES.args(call.invocation().payload())));
              call.result(Dict.EMPTY, Payload.NONE);
            });
    Peer device = both.edge.peer("device");
    both.line.cut();
    UplinkFixture.awaitOffline(uplink);
    // When
    ErrorMessage error = device.fail(CLOUD, Dict.EMPTY);
    // Then
    assertEquals(ErrorUri.UNAVAILABLE, error.error());
    both.line.mend();
    UplinkFixture.awaitOnline(uplink);
    device.call(CLOUD, "later");
    assertEquals(List.of("[later]"), called);
  }

  @Test
  void aCallFromTheOtherSideFailsAtOnceAsUnavailableWhileTheLineIsDown() {
    // Given
    Uplink uplink = start();
    both.edge.peer("knob").register(EDGE, call -> call.result(Dict.EMPTY, Peer.args("turned")));
    Peer anna = both.cloud.peer("anna");
    for (boolean isSwitchedOff : List.of(false, true)) {
      // When
      if (isSwitchedOff) {
        uplink.setEnabled(false);
      } else {
        both.line.cut();
      }
      UplinkFixture.awaitOffline(uplink);
      // Then
      assertEquals(ErrorUri.UNAVAILABLE, anna.fail(EDGE, Dict.EMPTY).error());
      both.line.mend();
      uplink.setEnabled(true);
      UplinkFixture.awaitOnline(uplink);
      assertEquals(List.of("turned"), Peer.VALUES.args(anna.call(EDGE).payload()));
    }
  }

  @Test
  void aLineLostDuringACallEndsItOnBothSides() {
    // Given
    start();
    CompletableFuture<Boolean> stopped = new CompletableFuture<>();
    CompletableFuture<IncomingCall> called = new CompletableFuture<>();
    both.edge
        .peer("knob")
        .register(
            EDGE,
            call -> {
              call.onCancelled(() -> stopped.complete(true));
              called.complete(call);
            });
    CompletableFuture<IncomingCall> calledThere = new CompletableFuture<>();
    both.cloud.peer("backend").register(CLOUD, calledThere::complete);
    PendingCall fromThere = both.cloud.peer("anna").begin(EDGE, Dict.EMPTY, Payload.NONE);
    PendingCall fromHere = both.edge.peer("device").begin(CLOUD, Dict.EMPTY, Payload.NONE);
    Peer.await(called);
    Peer.await(calledThere);
    // When
    both.line.cut();
    // Then
    assertEquals(ErrorUri.NETWORK_FAILURE, Peer.failure(fromHere.result()).error());
    assertEquals(ErrorUri.CANCELED, Peer.failure(fromThere.result()).error());
    assertTrue(Peer.await(stopped));
  }

  @Test
  void noProcedureCanBeCalledThatNoRuleAllows() {
    // Given
    start();
    Peer knob = both.edge.peer("knob");
    List<String> closed = List.of("com.example.edge", "com.example.edgy.x", "com.example.cloud.y");
    closed.forEach(
        procedure -> knob.register(procedure, call -> call.result(Dict.EMPTY, Payload.NONE)));
    Peer anna = both.cloud.peer("anna");
    for (String procedure : closed) {
      // When
      ErrorMessage error = anna.fail(procedure, Dict.EMPTY);
      // Then
      assertEquals(ErrorUri.NO_SUCH_PROCEDURE, error.error(), procedure);
    }
  }

  @Test
  void aCallThatNobodyAnswersDoesNotGoInCircles() {
    // Given
    Rules all = new Rules(List.of(), List.of(ForwardRule.prefix("com.example.ring.")));
    both.start(all, all);
    // When
    ErrorMessage error = both.edge.peer("device").fail("com.example.ring.nobody", Dict.EMPTY);
    // Then
    assertEquals(CallForwarder.LOOP, error.error());
  }
}
