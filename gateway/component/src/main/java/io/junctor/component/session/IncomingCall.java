package io.junctor.component.session;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Yield;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** An invocation of one of our procedures; must be answered once. Any thread. */
public final class IncomingCall {

  private final WampSession session;
  private final Invocation invocation;
  private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
  private volatile Consumer<Invocation> more = _ -> {};

  IncomingCall(WampSession session, Invocation invocation) {
    this.session = session;
    this.invocation = invocation;
  }

  /** The message. */
  public Invocation invocation() {
    return invocation;
  }

  /**
   * Answers with a result.
   *
   * @return false when it was answered before or the session ended.
   */
  public boolean result(Dict options, Payload payload) {
    return session.reply(new Yield(invocation.request(), options, payload));
  }

  /**
   * Sends a progressive result; only right when the invocation has {@code receive_progress}.
   *
   * @return false when it was answered before or the session ended.
   */
  public boolean progress(Payload payload) {
    return progress(Dict.EMPTY, payload);
  }

  /** The same with options. */
  public boolean progress(Dict options, Payload payload) {
    return session.reply(new Yield(invocation.request(), options.with("progress", true), payload));
  }

  /**
   * Answers with an error.
   *
   * @return false when it was answered before or the session ended.
   */
  public boolean error(String uri, Dict details, Payload payload) {
    return session.reply(
        new ErrorMessage(Invocation.CODE, invocation.request(), details, uri, payload));
  }

  /**
   * Whether more arguments follow, which {@link #onMore} brings.
   *
   * @see InvocationHandler#takesProgress
   */
  public boolean hasMore() {
    return invocation.details().bool("progress", false);
  }

  /**
   * Sets who is given the further arguments, in order, on the transport's thread; must not block.
   * To be called in {@link InvocationHandler#onInvocation}, else the first ones are lost. The last
   * one is without {@code progress}.
   */
  public void onMore(Consumer<Invocation> taker) {
    more = taker;
  }

  void continued(Invocation part) {
    more.accept(part);
  }

  /**
   * Runs {@code action} when nobody waits for the result any more: the caller cancelled or the
   * session ended. At once, if that was before. On the transport's thread: it must not block.
   */
  public void onCancelled(Runnable action) {
    var _ = cancelled.thenRun(action);
  }

  /** Whether nobody waits for the result any more. After an INTERRUPT an answer is still due. */
  public boolean isCancelled() {
    return cancelled.isDone();
  }

  void cancel() {
    cancelled.complete(null);
  }
}
