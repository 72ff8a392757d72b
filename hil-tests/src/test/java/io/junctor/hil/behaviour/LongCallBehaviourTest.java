package io.junctor.hil.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Gateways;
import io.junctor.hil.peer.Features;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Calls that take their time: progress, cancellation, somebody leaves in between.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-call-canceling">WAMP: Call
 *     Canceling</a>
 */
@OverEveryLink
class LongCallBehaviourTest extends BehaviourTest {

  private static final Dict PROGRESS = Dict.of("progress", true);
  private static final Dict RECEIVE_PROGRESS = Dict.of("receive_progress", true);

  LongCallBehaviourTest(Wire wire, Gateways gateways) {
    super(wire, gateways);
  }

  @Test
  void progressReachesTheCallerThatAsksForIt() {
    // Given
    Peer callee = join();
    callee.register(uri("p"));
    Peer caller = join();

    // When
    caller.call(uri("p"), RECEIVE_PROGRESS, List.of(), Map.of());

    // Then
    Invocation invocation = callee.receive(Invocation.class);
    assertTrue(invocation.details().bool("receive_progress", false));
    callee.answer(invocation, PROGRESS, List.of(1), Map.of());
    callee.answer(invocation, PROGRESS, List.of(2), Map.of());
    callee.answer(invocation, "done");
    for (long step = 1; step <= 2; step++) {
      Result progress = caller.receive(Result.class);
      assertTrue(progress.details().bool("progress", false));
      assertEquals(List.of(step), caller.args(progress));
    }
    Result last = caller.receive(Result.class);
    assertFalse(last.details().bool("progress", false));
    assertEquals(List.of("done"), caller.args(last));
  }

  @Test
  void aCalleeThatCannotBeInterruptedIsNotAskedForProgress() {
    // Given
    Peer callee = join(Features.PLAIN_CALLEE);
    callee.register(uri("p"));
    Peer caller = join();

    // When
    caller.call(uri("p"), RECEIVE_PROGRESS, List.of(), Map.of());

    // Then
    Invocation invocation = callee.receive(Invocation.class);
    assertFalse(invocation.details().bool("receive_progress", false));
    callee.answer(invocation, "done");
    assertEquals(List.of("done"), caller.args(caller.receive(Result.class)));
  }

  @Test
  void killInterruptsTheCalleeAndWaitsForItsAnswer() {
    // Given
    Peer callee = join();
    callee.register(uri("p"));
    Peer caller = join();
    long request = caller.call(uri("p"));
    Invocation invocation = callee.receive(Invocation.class);

    // When
    caller.cancel(request, "kill");

    // Then
    Interrupt interrupt = callee.receive(Interrupt.class);
    assertEquals(invocation.request(), interrupt.request());
    assertEquals(List.of(), caller.drain());
    callee.fail(invocation, "wamp.error.canceled", List.of("stopped at 4 of 9"), Map.of());
    ErrorMessage error = caller.receiveError("wamp.error.canceled");
    assertEquals(List.of("stopped at 4 of 9"), caller.args(error));
  }

  @Test
  void killnowaitInterruptsTheCalleeAndAnswersAtOnce() {
    // Given
    Peer callee = join();
    callee.register(uri("p"));
    Peer caller = join();
    long request = caller.call(uri("p"));
    Invocation invocation = callee.receive(Invocation.class);

    // When
    caller.cancel(request, "killnowait");

    // Then
    assertEquals(request, caller.receiveError("wamp.error.canceled").request());
    assertEquals(invocation.request(), callee.receive(Interrupt.class).request());
    callee.fail(invocation, "wamp.error.canceled", List.of(), Map.of());
    assertEquals(List.of(), caller.drain());
    assertEquals(List.of(), callee.drain());
  }

  @Test
  void skipAnswersAtOnceAndLeavesTheCalleeAlone() {
    // Given
    Peer callee = join();
    callee.register(uri("p"));
    Peer caller = join();
    long request = caller.call(uri("p"));
    Invocation invocation = callee.receive(Invocation.class);

    // When
    caller.cancel(request, "skip");

    // Then
    assertEquals(request, caller.receiveError("wamp.error.canceled").request());
    callee.answer(invocation, "too late"); // discarded, not a violation
    assertEquals(List.of(), callee.drain());
    assertEquals(List.of(), caller.drain());
  }

  @Test
  void aCalleeThatCannotBeInterruptedIsLeftAlone() {
    // Given
    Peer callee = join(Features.PLAIN_CALLEE);
    callee.register(uri("p"));
    Peer caller = join();
    long request = caller.call(uri("p"));
    callee.receive(Invocation.class);

    // When
    caller.cancel(request, "kill");

    // Then
    assertEquals(request, caller.receiveError("wamp.error.canceled").request());
    assertEquals(List.of(), callee.drain());
  }

  @Test
  void aCallerThatLeavesInterruptsItsCallee() {
    // Given
    Peer callee = join();
    callee.register(uri("p"));
    Peer caller = join();
    caller.call(uri("p"));
    Invocation invocation = callee.receive(Invocation.class);

    // When
    caller.link().cut();

    // Then
    assertEquals(invocation.request(), callee.receive(Interrupt.class).request());
    callee.fail(invocation, "wamp.error.canceled", List.of(), Map.of());
    assertEquals(List.of(), callee.drain());
  }

  @Test
  void aCalleeThatLeavesCancelsItsCalls() {
    // Given
    Peer callee = join();
    callee.register(uri("p"));
    Peer caller = join();
    long request = caller.call(uri("p"));
    callee.receive(Invocation.class);

    // When
    callee.link().cut();

    // Then
    assertEquals(request, caller.receiveError("wamp.error.canceled").request());
    caller.call(uri("p"));
    caller.receiveError("wamp.error.no_such_procedure");
  }

  @Test
  void aCallThatTakesTooLongTimesOut() {
    // Given
    Peer callee = join();
    callee.register(uri("p"));
    Peer caller = join();

    // When
    long request = caller.call(uri("p"), Dict.of("timeout", 50), List.of(), Map.of());

    // Then
    assertEquals(request, caller.receiveError("wamp.error.timeout").request());
    callee.receive(Invocation.class);
    callee.receive(Interrupt.class);
  }

  @Test
  void argumentsMayComeBitByBit() {
    // Given
    Peer callee = join();
    callee.register(uri("p"));
    Peer caller = join();
    long request = caller.call(uri("p"), PROGRESS, List.of("a"), Map.of());

    // When
    caller.send(new Call(request, PROGRESS, uri("p"), caller.payload(List.of("b"), Map.of())));
    caller.send(new Call(request, Dict.EMPTY, uri("p"), caller.payload(List.of("c"), Map.of())));

    // Then
    Invocation first = callee.receive(Invocation.class);
    Invocation second = callee.receive(Invocation.class);
    Invocation last = callee.receive(Invocation.class);
    assertEquals(List.of("a"), callee.args(first));
    assertEquals(List.of("b"), callee.args(second));
    assertEquals(List.of("c"), callee.args(last));
    assertEquals(first.request(), last.request());
    assertTrue(second.details().bool("progress", false));
    assertFalse(last.details().bool("progress", false));
    callee.answer(last, "abc");
    assertEquals(List.of("abc"), caller.args(caller.receive(Result.class)));
  }

  @Test
  void argumentsAfterTheAnswerAreIgnored() {
    // Given
    Peer callee = join();
    callee.register(uri("p"));
    Peer caller = join();
    long request = caller.call(uri("p"), PROGRESS, List.of("a"), Map.of());
    callee.answer(callee.receive(Invocation.class), "enough");
    caller.receive(Result.class);

    // When
    caller.send(new Call(request, PROGRESS, uri("p"), caller.payload(List.of("b"), Map.of())));
    caller.send(new Call(request, Dict.EMPTY, uri("p"), caller.payload(List.of("c"), Map.of())));

    // Then
    assertEquals(List.of(), caller.drain());
    assertEquals(List.of(), callee.drain());
  }

  @Test
  void aCalleeThatTakesNoArgumentsBitByBitGetsNone() {
    // Given
    Peer callee = join(Features.PLAIN_CALLEE);
    callee.register(uri("p"));
    Peer caller = join();

    // When
    caller.call(uri("p"), PROGRESS, List.of("a"), Map.of());

    // Then
    caller.receiveError("wamp.error.feature_not_supported");
    assertEquals(List.of(), callee.drain());
  }

  @Test
  void aCallThatTakesTooLongEnds() {
    // Given
    Peer callee = join();
    callee.register(uri("p"));
    Peer caller = join();

    // When
    caller.call(uri("p"), Dict.of("timeout", 50), List.of(), Map.of());

    // Then
    callee.receive(Invocation.class);
    caller.receiveError("wamp.error.timeout");
    assertEquals("killnowait", callee.receive(Interrupt.class).options().string("mode"));
  }
}
