package io.junctor.netty.http;

import java.util.concurrent.CompletionStage;

/** Answers one dynamic route. */
@FunctionalInterface
public interface HttpAnswerer {

  /**
   * Answers. Called on the channel's event loop: it must not block, long work is completed later
   * from any thread.
   *
   * @return the reply; a failure becomes a 500 without details.
   */
  CompletionStage<HttpReply> answer(HttpQuery query);
}
