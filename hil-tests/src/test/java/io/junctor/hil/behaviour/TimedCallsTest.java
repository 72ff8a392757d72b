package io.junctor.hil.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Gateways;
import io.junctor.hil.peer.Features;
import io.junctor.hil.peer.LinkKind;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls where time matters; once, since no link or format has a clock of its own. */
@ExtendWith(Gateways.Extension.class)
class TimedCallsTest extends BehaviourTest {

  TimedCallsTest(Gateways gateways) {
    super(new Wire(LinkKind.RAWSOCKET_TCP, Format.CBOR), gateways);
  }

  @Test
  void eachProgressiveResultStartsTheTimeAnew() throws InterruptedException {
    // Given
    Duration timeout = Duration.ofSeconds(2);
    Peer callee = join();
    callee.register(uri("p"));
    Peer caller = join();
    caller.call(
        uri("p"),
        Dict.of("timeout", timeout.toMillis(), "receive_progress", true),
        List.of(),
        Map.of());
    Invocation invocation = callee.receive(Invocation.class);
    Thread.sleep(500); // a quarter of its time

    // When
    long before = System.nanoTime();
    callee.answer(invocation, Dict.of("progress", true), List.of(1), Map.of());

    // Then
    assertEquals(List.of(1L), caller.args(caller.receive(Result.class)));
    caller.receiveError("wamp.error.timeout");
    assertTrue(System.nanoTime() - before >= timeout.toNanos());
  }

  @Test
  void aCalleeThatWatchesTheTimeItselfIsLeftToIt() throws InterruptedException {
    // Given
    Dict callees = Features.ALL.dict("callee").dict("features").with("call_timeout", true);
    Peer callee = join(Features.ALL.with("callee", Dict.of("features", callees)));
    callee.register(uri("p"), Dict.of("forward_timeout", true));
    Peer caller = join();

    // When
    caller.call(uri("p"), Dict.of("timeout", 50), List.of(), Map.of());

    // Then
    Invocation invocation = callee.receive(Invocation.class);
    assertEquals(50, invocation.details().integer("timeout"));
    Thread.sleep(200); // long over
    assertEquals(List.of(), caller.drain());
    assertEquals(List.of(), callee.drain());
    callee.fail(invocation, "wamp.error.timeout", List.of("gave up"), Map.of());
    assertEquals(List.of("gave up"), caller.args(caller.receiveError("wamp.error.timeout")));
  }

  @Test
  void theQuickerCalleeIsPreferred() throws InterruptedException {
    // Given
    List<Peer> callees = List.of(join(), join());
    for (Peer callee : callees) {
      callee.register(uri("p"), Dict.of("invoke", "x_lowest_latency"));
    }
    Peer caller = join();
    caller.call(uri("p"));
    caller.call(uri("p")); // an untried callee is tried while the other one is busy
    Invocation first = callees.get(0).receive(Invocation.class);
    Invocation second = callees.get(1).receive(Invocation.class);
    callees.get(1).answer(second, "quick");
    caller.receive(Result.class);
    Thread.sleep(500); // how slow the other one is
    callees.get(0).answer(first, "slow");
    caller.receive(Result.class);

    // When
    List<Object> answers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      caller.call(uri("p"));
      Peer quick = callees.get(1);
      quick.answer(quick.receive(Invocation.class), i);
      answers.addAll(caller.args(caller.receive(Result.class)));
    }

    // Then
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L), answers);
    assertEquals(List.of(), callees.get(0).drain());
  }
}
