package io.junctor.mqtt.broker;

import io.junctor.component.Arguments;
import io.junctor.component.ComponentBuilder;
import io.junctor.component.EventDetails;
import io.junctor.component.SubscribeOptions;
import io.junctor.mqtt.link.LinkMessage;
import io.junctor.mqtt.mapping.Content;
import io.junctor.mqtt.mapping.MqttPayload;
import io.junctor.mqtt.mapping.PayloadMapping;
import io.junctor.mqtt.mapping.TopicFilter;
import io.junctor.mqtt.mapping.Unmappable;
import io.junctor.mqtt.mapping.WampPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of the realm that the rules send to the broker. Any thread. */
final class RealmEvents {

  private static final Logger LOG = LoggerFactory.getLogger(RealmEvents.class);

  private final BrokerConfig config;
  private final LinkOutbox outbox;
  private final AtomicLong dropped = new AtomicLong();

  RealmEvents(BrokerConfig config, LinkOutbox outbox) {
    this.config = config;
    this.outbox = outbox;
  }

  /** Has a component subscribe to everything the rules name. */
  void subscribe(ComponentBuilder builder) {
    List<TopicFilter> earlier = new ArrayList<>();
    for (BrokerConfig.PublishRule rule : config.publish()) {
      TopicFilter filter = config.map().topicFilter(rule.filter());
      List<TopicFilter> others = List.copyOf(earlier); // an event goes by the first rule it meets
      for (WampPattern pattern : config.patterns(rule.filter())) {
        SubscribeOptions options = SubscribeOptions.DEFAULT.withMatch(pattern.match());
        builder.subscribe(
            pattern.uri(),
            rule.retain() ? options.withRetained() : options,
            (event, details) -> onEvent(rule, filter, others, event, details));
      }
      earlier.add(filter);
    }
  }

  /** Events that never got here because they came faster than they were taken. */
  long dropped() {
    return dropped.get();
  }

  private void onEvent(
      BrokerConfig.PublishRule rule,
      TopicFilter filter,
      List<TopicFilter> others,
      Arguments event,
      EventDetails details) {
    if (details.dropped() > 0) {
      dropped.addAndGet(details.dropped());
      LOG.warn("events missed client={} count={}", config.clientId(), details.dropped());
    }
    try {
      String topic = config.map().toTopic(details.topic());
      if (filter.matches(topic) && others.stream().noneMatch(other -> other.matches(topic))) {
        MqttPayload payload = PayloadMapping.encode(new Content(event.args(), event.kwargs()));
        outbox.offer(LinkMessage.event(topic, payload, 1, rule.retain()));
      }
    } catch (Unmappable e) {
      LOG.info("event not passed on client={} cause={}", config.clientId(), e.getMessage());
    }
  }
}
