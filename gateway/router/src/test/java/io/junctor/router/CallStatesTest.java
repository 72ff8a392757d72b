package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a call does in each of its states with each thing that can happen to it: what the caller and
 * the callee get. The call has a timeout, its registration is shared with a spare callee.
 *
 * <pre>
 * open       the callee works
 * progressed a progressive result has come
 * killed     canceled with kill, the callee has not answered yet
 * partial    more arguments are to come
 * over       answered
 * skipped    canceled with skip, the callee works on
 * cutShort   answered before all arguments came
 * </pre>
 */
class CallStatesTest {

  private final TestRealm realm = new TestRealm();
  private final TestPeer caller = realm.join("caller");
  private final TestPeer callee = realm.join("callee");
  private final TestPeer spare = realm.join("spare");

  @ParameterizedTest
  @CsvSource({
    // state,    event,       caller gets,       callee gets, spare gets
    "open,       yield,       RESULT,            -,           -",
    "open,       progress,    PROGRESS,          -,           -",
    "open,       error,       jam,               -,           -",
    "open,       unavailable, -,                 -,           INVOCATION",
    "open,       skip,        canceled,          -,           -",
    "open,       kill,        -,                 INTERRUPT,   -",
    "open,       killnowait,  canceled,          INTERRUPT,   -",
    "open,       part,        KICK,              INTERRUPT,   -",
    "open,       last,        KICK,              INTERRUPT,   -",
    "open,       timeout,     timeout,           INTERRUPT,   -",
    "open,       callerLeft,  -,                 INTERRUPT,   -",
    "open,       calleeLeft,  canceled,          -,           -",
    "progressed, yield,       RESULT,            -,           -",
    "progressed, progress,    PROGRESS,          -,           -",
    "progressed, error,       jam,               -,           -",
    "progressed, unavailable, unavailable,       -,           -",
    "progressed, skip,        canceled,          -,           -",
    "progressed, kill,        -,                 INTERRUPT,   -",
    "progressed, killnowait,  canceled,          INTERRUPT,   -",
    "progressed, timeout,     timeout,           INTERRUPT,   -",
    "progressed, callerLeft,  -,                 INTERRUPT,   -",
    "progressed, calleeLeft,  canceled,          -,           -",
    "killed,     yield,       RESULT,            -,           -",
    "killed,     progress,    PROGRESS,          -,           -",
    "killed,     error,       jam,               -,           -",
    "killed,     unavailable, unavailable,       -,           -",
    "killed,     skip,        canceled,          -,           -",
    "killed,     kill,        -,                 -,           -",
    "killed,     killnowait,  canceled,          -,           -",
    "killed,     timeout,     timeout,           -,           -",
    "killed,     callerLeft,  -,                 -,           -",
    "killed,     calleeLeft,  canceled,          -,           -",
    "partial,    yield,       RESULT,            -,           -",
    "partial,    progress,    PROGRESS,          -,           -",
    "partial,    error,       jam,               -,           -",
    "partial,    unavailable, -,                 -,           INVOCATION",
    "partial,    skip,        canceled,          INTERRUPT,   -",
    "partial,    kill,        -,                 INTERRUPT,   -",
    "partial,    killnowait,  canceled,          INTERRUPT,   -",
    "partial,    part,        -,                 INVOCATION,  -",
    "partial,    last,        -,                 INVOCATION,  -",
    "partial,    timeout,     timeout,           INTERRUPT,   -",
    "partial,    callerLeft,  -,                 INTERRUPT,   -",
    "partial,    calleeLeft,  canceled,          -,           -",
    "over,       yield,       -,                 KICK,        -",
    "over,       progress,    -,                 KICK,        -",
    "over,       error,       -,                 KICK,        -",
    "over,       unavailable, -,                 KICK,        -",
    "over,       skip,        -,                 -,           -",
    "over,       kill,        -,                 -,           -",
    "over,       killnowait,  -,                 -,           -",
    "over,       timeout,     -,                 -,           -",
    "over,       callerLeft,  -,                 -,           -",
    "over,       calleeLeft,  -,                 -,           -",
    "skipped,    yield,       -,                 -,           -",
    "skipped,    progress,    -,                 -,           -",
    "skipped,    error,       -,                 -,           -",
    "skipped,    unavailable, -,                 -,           -",
    "skipped,    skip,        -,                 -,           -",
    "skipped,    timeout,     -,                 -,           -",
    "skipped,    callerLeft,  -,                 -,           -",
    "skipped,    calleeLeft,  -,                 -,           -",
    "cutShort,   part,        -,                 -,           -",
    "cutShort,   last,        -,                 -,           -",
    "cutShort,   yield,       -,                 KICK,        -",
    "cutShort,   killnowait,  -,                 -,           -",
  })
  void callMeetsEvent(
      String state, String event, String atCaller, String atCallee, String atSpare) {
    // Given
    callee.register("p", Dict.of("invoke", "first"));
    spare.register("p", Dict.of("invoke", "first"));
    enter(state);
    caller.clear();
    callee.clear();
    // When
    happen(event);
    // Then
    assertEquals(
        List.of(atCaller, atCallee, atSpare), List.of(got(caller), got(callee), got(spare)));
    assertEquals(List.of(), realm.faults);
  }

  private void enter(String state) {
    boolean partial = state.equals("partial") || state.equals("cutShort");
    Dict options = Dict.of("timeout", 1000, "receive_progress", true);
    caller.send(call(partial ? options.with("progress", true) : options));
    switch (state) {
      case "open", "partial" -> {}
      case "progressed" -> happen("progress");
      case "killed" -> happen("kill");
      case "skipped" -> happen("skip");
      case "over", "cutShort" -> happen("yield");
      default -> throw new AssertionError(state);
    }
  }

  private Call call(Dict options) {
    return new Call(1, options, "p", caller.payload());
  }

  private void happen(String event) {
    switch (event) {
      case "yield" -> callee.yields(1, Dict.EMPTY);
      case "progress" -> callee.yields(1, Dict.of("progress", true));
      case "error" -> callee.fails(1, "wamp.error.jam");
      case "unavailable" -> callee.fails(1, ErrorUri.UNAVAILABLE);
      case "skip", "kill", "killnowait" -> caller.send(new Cancel(1, Dict.of("mode", event)));
      case "part" -> caller.send(call(Dict.of("progress", true)));
      case "last" -> caller.send(call(Dict.EMPTY));
      case "timeout" -> realm.pass(Duration.ofMillis(1000));
      case "callerLeft" -> realm.leave(caller);
      case "calleeLeft" -> realm.leave(callee);
      default -> throw new AssertionError(event);
    }
  }

  private static String got(TestPeer peer) {
    List<Message> messages = peer.drain();
    if (peer.isKicked()) {
      return "KICK";
    }
    if (messages.isEmpty()) {
      return "-";
    }
    assertEquals(1, messages.size(), messages::toString);
    return switch (messages.getFirst()) {
      case Result result -> result.details().bool("progress", false) ? "PROGRESS" : "RESULT";
      case ErrorMessage error -> error.error().replace("wamp.error.", "");
      case Interrupt _ -> "INTERRUPT";
      case Invocation _ -> "INVOCATION";
      default -> throw new AssertionError(messages);
    };
  }
}
