package io.junctor.server;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Yield;
import java.util.Collection;
import java.util.Map;

/** About how many bytes a message of a client holds while it waits. */
final class MessageSize {

  /** The message, its task and the queue's node. */
  private static final int BASE = 256;

  /** A boxed value or an empty container with its place in the container around it. */
  private static final int VALUE = 48;

  private MessageSize() {}

  static long of(Message message) {
    // a payload is a range of its frame, which is kept as a whole
    long payload =
        message instanceof Message.WithPayload carrier ? carrier.payload().bytes().length : 0;
    return BASE + payload + of(options(message).asMap());
  }

  private static Dict options(Message message) {
    return switch (message) {
      case Publish publish -> publish.options();
      case Call call -> call.options();
      case Yield yield -> yield.options();
      case ErrorMessage error -> error.details();
      case Subscribe subscribe -> subscribe.options();
      case Register register -> register.options();
      case Cancel cancel -> cancel.options();
      case Message _ -> Dict.EMPTY; // has none, or may come only once
    };
  }

  private static long of(Object value) {
    return switch (value) {
      case String text -> VALUE + text.length();
      case byte[] bytes -> VALUE + bytes.length;
      case Map<?, ?> map -> {
        long sum = VALUE;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          sum += of(entry.getKey()) + of(entry.getValue());
        }
        yield sum;
      }
      case Collection<?> list -> {
        long sum = VALUE;
        for (Object element : list) {
          sum += of(element);
        }
        yield sum;
      }
      case null -> VALUE;
      default -> VALUE;
    };
  }
}
