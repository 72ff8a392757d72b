package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.junctor.wamp.message.Message;
import io.junctor.wamp.session.SessionTable.Cell;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each message in each state, on both sides, as {@code SESSIONS.md} has it. */
class SessionTablesTest {

  @TestFactory
  Stream<DynamicTest> theRoutersSide() throws Exception {
    return tests(
        SessionTable.below("The router's side"),
        RouterSessionState.class,
        TableMessages.TO_ROUTERS,
        (state, message) -> new RouterInState(state).outcome(message));
  }

  @TestFactory
  Stream<DynamicTest> theClientsSide() throws Exception {
    return tests(
        SessionTable.below("The client's side"),
        ClientSessionState.class,
        TableMessages.TO_CLIENTS,
        (state, message) -> new ClientInState(state).outcome(message));
  }

  private static Stream<DynamicTest> tests(
      SessionTable table,
      Class<?> machine,
      Map<String, Message> messages,
      BiFunction<String, Message, String> outcome) {
    return Stream.concat(
        Stream.of(
            dynamicTest("every state and message", () -> table.requireComplete(machine, messages))),
        table
            .cells()
            .map(cell -> dynamicTest(cell.toString(), () -> holds(cell, messages, outcome))));
  }

  private static void holds(
      Cell cell, Map<String, Message> messages, BiFunction<String, Message, String> outcome) {
    assertEquals(cell.expected(), outcome.apply(cell.state(), messages.get(cell.message())));
  }
}
