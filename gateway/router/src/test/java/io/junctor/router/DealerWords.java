package io.junctor.router;

import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unregistered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The words in which {@link NaiveDealer} says what a session receives. */
final class DealerWords {

  private DealerWords() {}

  static String of(TestPeer peer, Message message) {
    return switch (message) {
      case Registered answer -> "REGISTERED " + answer.request() + " " + answer.registration();
      case Unregistered revoked when revoked.request() == 0 ->
          "UNREGISTERED 0 " + revoked.details().integer("registration");
      case Unregistered answer -> "UNREGISTERED " + answer.request();
      case ErrorMessage error ->
          "ERROR " + error.requestType() + " " + error.request() + " " + error.error();
      case Result result ->
          String.format(
              "RESULT %d %s %s",
              result.request(),
              result.details().bool("progress", false),
              peer.args(result).getFirst());
      case Invocation invocation ->
          String.format(
              "INVOCATION %d %d %s %s",
              invocation.request(),
              invocation.registration(),
              new TreeMap<>(invocation.details().asMap()),
              peer.args(invocation).getFirst());
      case Interrupt interrupt ->
          String.format(
              "INTERRUPT %d %s %s",
              interrupt.request(),
              interrupt.options().string("mode"),
              interrupt.options().string("reason"));
      case Event event -> "EVENT " + event.details().string("topic") + " " + args(peer, event);
      default -> throw new AssertionError("unexpected " + message);
    };
  }

  private static List<Object> args(TestPeer peer, Event event) {
    List<Object> args = new ArrayList<>(peer.args(event));
    if (args.get(1) instanceof Map<?, ?> details) {
      args.remove(1);
      for (String key : List.of("id", "uri", "match", "invoke")) {
        args.add(details.get(key));
      }
    }
    return args;
  }
}
