package io.junctor.component;

import io.junctor.component.session.WampSession;
import io.junctor.wamp.message.Result;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * An event that the router publishes when the session ends.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-testaments">WAMP: Testaments</a>
 */
final class TestamentOffer extends Offer<Result> {

  private static final String ADD_TESTAMENT = "wamp.session.add_testament";

  private final String topic;
  private final Arguments event;
  private final PublishOptions options;

  TestamentOffer(String topic, Arguments event, PublishOptions options) {
    this.topic = topic;
    this.event = event;
    this.options = options;
  }

  @Override
  String uri() {
    return topic;
  }

  @Override
  CompletionStage<Result> make(WampSession session) {
    Arguments arguments =
        Arguments.of(
            List.of(topic, event.args(), event.kwargs()),
            Map.of("publish_options", options.toMap(), "scope", "destroyed"));
    return session.call(ADD_TESTAMENT, Codec.payload(session.format(), arguments));
  }

  @Override
  void unmake(Result standing) {
    // The session meta API can only flush all testaments; this one goes with the session.
  }
}
