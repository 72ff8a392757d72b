package io.junctor.component;

import io.junctor.component.session.PendingCall;
import io.junctor.wamp.message.Result;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A caller's thread that waits for the result of one call and meanwhile handles its progressive
 * results. Between two of them the timeout starts anew, as the router counts it.
 */
final class CallWait {

  /** Progressive results that wait for a slow caller; then the oldest is dropped. */
  static final int PROGRESS_MAX = 256;

  private sealed interface News {}

  private record Progressed(Result result) implements News {}

  private record Ended(@Nullable Result result, @Nullable Throwable failure) implements News {}

  private final String what;
  private final CallOptions options;
  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();

  CallWait(String what, CallOptions options) {
    this.what = what;
    this.options = options;
  }

  /** A progressive result came; transport's thread. */
  void progressed(Result result) {
    if (news.size() >= PROGRESS_MAX) {
      news.poll();
    }
    news.add(new Progressed(result));
  }

  /** Waits on the caller's thread. */
  Result forResult(PendingCall pending) {
    pending.result().whenComplete((result, failure) -> news.add(new Ended(result, failure)));
    try {
      while (true) {
        switch (news.poll(options.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
          case null -> throw Await.timeout(what, options.timeout());
          case Progressed(Result result) -> handle(result);
          case Ended(Result result, Throwable failure) when failure != null ->
              throw Await.failure(failure);
          case Ended(Result result, Throwable failure) when result != null -> {
            return result;
          }
          case Ended _ -> throw new IllegalStateException(what + ": ended with nothing");
        }
      }
    } catch (InterruptedException e) {
      throw Await.interrupted(what);
    } finally {
      // Settled calls ignore it; everything else (timeout, interrupt, a handler that failed) stops.
      ReconnectingComponent.giveUp(pending);
    }
  }

  private void handle(Result result) {
    Consumer<Arguments> onProgress = options.onProgress();
    if (onProgress != null) {
      onProgress.accept(Codec.arguments(result.payload()));
    }
  }
}
