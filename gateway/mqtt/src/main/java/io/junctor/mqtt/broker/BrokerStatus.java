package io.junctor.mqtt.broker;

import io.junctor.component.Component;
import io.junctor.component.PublishOptions;
import io.junctor.component.WampError;
import io.junctor.component.session.SessionException;
import io.junctor.mqtt.link.LinkMessage;
import io.junctor.mqtt.mapping.Content;
import io.junctor.mqtt.mapping.MqttPayload;
import io.junctor.mqtt.mapping.PayloadMapping;
import io.junctor.mqtt.mapping.Unmappable;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the link is, in words for both sides of it; retained on both. Any thread. */
final class BrokerStatus {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerStatus.class);

  private final BrokerConfig config;
  private final InstantSource clock;

  BrokerStatus(BrokerConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * What is said.
   *
   * @param value {@code online} or {@code offline}.
   * @param reason why; empty for none.
   */
  Map<String, @Nullable Object> value(String value, String reason) {
    Map<String, @Nullable Object> status = new LinkedHashMap<>();
    status.put("value", value);
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    status.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    return status;
  }

  /** The same as a message to the broker. */
  LinkMessage message(String value, String reason) {
    try {
      MqttPayload payload = PayloadMapping.encode(Content.ofKwargs(value(value, reason)));
      return LinkMessage.event(config.statusTopic(), payload, 1, true);
    } catch (Unmappable e) {
      throw new IllegalStateException("a status is text", e);
    }
  }

  /** Says it in the realm, if that can be reached. */
  void tellRealm(Component component, String value, String reason) {
    try {
      component.publish(config.statusUri(), value(value, reason), PublishOptions.RETAIN);
    } catch (SessionException | WampError e) {
      LOG.debug("status not published client={} cause={}", config.clientId(), e.getMessage());
    }
  }
}
