package io.junctor.component.session;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A call that was sent. Any thread. */
public final class PendingCall {

  private final WampSession session;
  private final long request;
  private final String procedure;
  private final CompletableFuture<Result> result;

  PendingCall(
      WampSession session, long request, String procedure, CompletableFuture<Result> result) {
    this.session = session;
    this.request = request;
    this.procedure = procedure;
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
   * Sends more arguments of a call that was made with the option {@code progress}; the last ones
   * must say so.
   *
   * @return whether they were sent: false when the call is settled or the session has ended.
   */
  public boolean proceed(Payload payload, boolean last) {
    Dict options = last ? Dict.EMPTY : Dict.of("progress", true);
    return session.proceed(new Call(request, options, procedure, payload));
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
