package io.junctor.component.session;

import io.junctor.wamp.message.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A call that was sent. Any thread. */
public final class PendingCall {

  private final WampSession session;
  private final long request;
  private final CompletableFuture<Result> result;

  PendingCall(WampSession session, long request, CompletableFuture<Result> result) {
    this.session = session;
    this.request = request;
    this.result = result;
  }

  /** The request id. */
  public long request() {
    return request;
  }

  /**
   * The final result; fails with {@link RequestRefusedException} or {@link SessionLostException}.
   * Callbacks run on the transport's thread.
   */
  public CompletionStage<Result> result() {
    return result.minimalCompletionStage();
  }

  /**
   * Asks the router to cancel the call, if it can; the answer, which may still be a result, comes
   * to {@link #result()}.
   *
   * @return whether the router was asked: false when it has no {@code call_canceling} or the call
   *     is settled.
   */
  public boolean cancel(CancelMode mode) {
    return !result.isDone() && session.cancel(request, mode);
  }
}
