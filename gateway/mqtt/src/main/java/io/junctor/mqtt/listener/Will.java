package io.junctor.mqtt.listener;

import io.junctor.component.session.WampSession;
import io.junctor.mqtt.mapping.Content;
import io.junctor.mqtt.mapping.WampContents;
import io.junctor.wamp.uri.MetaUri;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A will as a testament of the session: the router publishes it when the session ends in whatever
 * way, and asks then whether the client may.
 *
 * @param uri where it is published.
 * @param content what it says.
 * @param retain whether it is retained.
 */
record Will(String uri, Content content, boolean retain) {

  /**
   * Leaves the testament with the router. Asks first whether it could be taken back, because a
   * client that says goodbye must not be reported as lost.
   */
  CompletionStage<Void> leave(WampSession session) {
    Content testament =
        new Content(
            List.of(uri, content.args(), content.kwargs()),
            Map.of("publish_options", Map.of("retain", retain)));
    return takeBack(session)
        .thenCompose(
            done ->
                session.call(
                    MetaUri.SESSION_ADD_TESTAMENT, WampContents.write(session.format(), testament)))
        .thenApply(result -> null);
  }

  /** Takes every testament of the session back. */
  static CompletionStage<Void> takeBack(WampSession session) {
    return session
        .call(MetaUri.SESSION_FLUSH_TESTAMENTS, WampContents.write(session.format(), Content.NONE))
        .thenApply(result -> null);
  }
}
