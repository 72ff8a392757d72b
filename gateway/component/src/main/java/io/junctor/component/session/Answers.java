package io.junctor.component.session;

import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who waits for which answer. Owner: the lock of its {@link WampSession}. */
final class Answers {

  /**
   * One request.
   *
   * @param answer completed with the answer, on the transport's thread.
   * @param onProgress is given progressive results; null for none.
   * @param onAnswer runs under the lock, before anything else is read; null for nothing.
   */
  record Waiting(
      CompletableFuture<Message> answer,
      @Nullable Consumer<Result> onProgress,
      @Nullable Consumer<Message> onAnswer) {

    void complete(Message message) {
      if (message instanceof ErrorMessage error) {
        answer.completeExceptionally(new RequestRefusedException(error));
      } else {
        answer.complete(message);
      }
    }
  }

  private final Map<Long, Waiting> waiting = new HashMap<>(); // request id -> who waits

  void put(long request, Waiting who) {
    waiting.put(request, who);
  }

  @Nullable Waiting get(long request) {
    return waiting.get(request);
  }

  @Nullable Waiting remove(long request) {
    return waiting.remove(request);
  }

  /** Everybody, in no order; nobody waits afterwards. */
  List<Waiting> removeAll() {
    List<Waiting> all = new ArrayList<>(waiting.values());
    waiting.clear();
    return all;
  }
}
