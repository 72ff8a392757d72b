package io.junctor.component;

import io.junctor.component.session.SessionSubscription;
import io.junctor.component.session.SubscriptionHandler;
import io.junctor.component.session.WampSession;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.MissedEvents;
import io.junctor.wamp.uri.ErrorUri;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A topic that is subscribed to in every session. */
final class TopicOffer extends Offer<SessionSubscription> implements Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(TopicOffer.class);

  private final Offers offers;
  private final String topic;
  private final SubscribeOptions options;
  private final EventHandler handler;
  private final EventQueue queue;

  TopicOffer(
      Offers offers, int eventsMax, String topic, SubscribeOptions options, EventHandler handler) {
    this.offers = offers;
    this.topic = topic;
    this.options = options;
    this.handler = handler;
    this.queue = new EventQueue(topic, eventsMax, this::handle);
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  String uri() {
    return topic;
  }

  @Override
  public long dropped() {
    return queue.dropped();
  }

  @Override
  CompletionStage<SessionSubscription> make(WampSession session) {
    return session.subscribe(
        topic,
        options.toDict(),
        new SubscriptionHandler() {
          @Override
          public void onEvent(Event event) {
            queue.offer(event);
          }

          @Override
          public void onRevoked(Dict details) {
            String reason = details.string("reason", ErrorUri.CANCELED);
            lost(session, new WampError(reason, "the router revoked the subscription"));
            offers.changed();
          }
        });
  }

  @Override
  void unmake(SessionSubscription standing) {
    var _ = standing.unsubscribe();
  }

  @Override
  boolean withdraw() {
    queue.close();
    return super.withdraw();
  }

  @Override
  public void close() {
    if (withdraw()) {
      offers.remove(this);
    }
  }

  private void handle(Event event, MissedEvents missed) {
    try {
      handler.onEvent(Codec.arguments(event.payload()), detailsOf(event, missed));
    } catch (Throwable e) {
      // The author's mistake or a publisher's; the next event is not to blame.
      LOG.atWarn()
          .addKeyValue("uri", topic)
          .addKeyValue("cause", e.toString())
          .setCause(e instanceof WampError ? null : e)
          .log("an event handler failed");
    }
  }

  private EventDetails detailsOf(Event event, MissedEvents missed) {
    Dict details = event.details();
    Long publisher = details.integer("publisher");
    return new EventDetails(
        details.string("topic", topic),
        event.publication(),
        publisher == null ? OptionalLong.empty() : OptionalLong.of(publisher),
        Optional.ofNullable(details.string("publisher_authid")),
        Optional.ofNullable(details.string("publisher_authrole")),
        details.bool("retained", false),
        missed.dropped(),
        missed.conflated());
  }
}
