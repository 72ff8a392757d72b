package io.junctor.mqtt.listener;

import io.junctor.component.session.WampSession;
import io.junctor.mqtt.mapping.Content;
import io.junctor.mqtt.mapping.MqttPayload;
import io.junctor.mqtt.mapping.PayloadMapping;
import io.junctor.mqtt.mapping.Topics;
import io.junctor.mqtt.mapping.Unmappable;
import io.junctor.mqtt.mapping.WampContents;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.transport.CloseCause;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client publishes. A PUBACK says that the router has published: it is sent after PUBLISHED,
 * in the order of the PUBLISH packets. While too many wait, the client is not read.
 *
 * <p>A publication that is refused is answered with its reason in MQTT 5. MQTT 3.1.1 has no word
 * for it: the connection is closed rather than telling the client that all is well.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write shows as a closed channel
final class InboundPublishes {

  /** Ends the connection. */
  interface Ending {
    void end(int reason, CloseCause cause);
  }

  private static final Logger LOG = LoggerFactory.getLogger(InboundPublishes.class);

  private final Channel channel;
  private final Packets packets;
  private final WampSession session;
  private final ClientSubscriptions subscriptions;
  private final Requests requests;
  private final MqttLimits limits;
  private final Ending ending;
  private final String peer;

  /** A client that publishes what it may not must not fill the log. */
  private static final long LOG_EVERY = 1_000;

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(); // in the order they came
  private long refused;

  InboundPublishes(
      Channel channel,
      Packets packets,
      WampSession session,
      ClientSubscriptions subscriptions,
      Requests requests,
      MqttLimits limits,
      Ending ending,
      String peer) {
    this.peer = peer;
    this.channel = channel;
    this.packets = packets;
    this.session = session;
    this.subscriptions = subscriptions;
    this.requests = requests;
    this.limits = limits;
    this.ending = ending;
  }

  /** A publication whose fate is not known or not told yet. */
  private static final class Waiting {
    private final int packetId; // 0 for QoS 0
    private int reason = -1; // not known

    Waiting(int packetId) {
      this.packetId = packetId;
    }
  }

  void onPublish(MqttPublishMessage message) {
    MqttQoS qos = message.fixedHeader().qosLevel();
    MqttProperties properties = message.variableHeader().properties();
    if (qos != MqttQoS.AT_MOST_ONCE && qos != MqttQoS.AT_LEAST_ONCE) {
      ending.end(Reason.QOS_NOT_SUPPORTED, CloseCause.PROTOCOL_VIOLATION);
      return;
    }
    if (Properties.has(properties, MqttProperties.TOPIC_ALIAS)) {
      ending.end(Reason.TOPIC_ALIAS_INVALID, CloseCause.PROTOCOL_VIOLATION);
      return;
    }
    Waiting entry =
        new Waiting(qos == MqttQoS.AT_MOST_ONCE ? 0 : message.variableHeader().packetId());
    waiting.add(entry);
    if (waiting.size() >= limits.inFlightMax()) {
      channel.config().setAutoRead(false);
    }
    try {
      publish(message, properties, entry);
    } catch (Unmappable e) {
      refuse(entry, Reason.TOPIC_NAME_INVALID, e.getMessage());
    }
  }

  private void publish(MqttPublishMessage message, MqttProperties properties, Waiting entry)
      throws Unmappable {
    String topic = message.variableHeader().topicName();
    String uri = Topics.toUri(topic);
    String type = Properties.string(properties, MqttProperties.CONTENT_TYPE);
    Content content =
        PayloadMapping.decode(new MqttPayload(ByteBufUtil.getBytes(message.payload()), type));
    String replyTo = Properties.string(properties, MqttProperties.RESPONSE_TOPIC);
    if (!replyTo.isEmpty()) {
      requests.onRequest(uri, content, replyTo, properties);
      settle(entry, Reason.SUCCESS); // it was taken; what became of it, the answer says
      return;
    }
    Dict options =
        Dict.builder()
            .put("acknowledge", true)
            .put("exclude_me", subscriptions.wantsNoLocal(topic))
            .put("retain", message.fixedHeader().isRetain() ? true : null)
            .build();
    session
        .publish(uri, options, WampContents.write(session.format(), content))
        .whenComplete(
            (published, failure) ->
                onLoop(
                    () -> {
                      if (failure == null) {
                        settle(entry, Reason.SUCCESS);
                      } else {
                        refuse(entry, Reason.of(failure), uri + ": " + failure.getMessage());
                      }
                    }));
  }

  private void refuse(Waiting entry, int reason, @Nullable String why) {
    if (refused++ % LOG_EVERY == 0) {
      LOG.info("mqtt publication refused peer={} count={} cause={}", peer, refused, why);
    }
    settle(entry, reason);
  }

  private void settle(Waiting entry, int reason) {
    entry.reason = reason;
    boolean sent = false;
    while (!waiting.isEmpty() && waiting.peek().reason >= 0) {
      Waiting next = waiting.remove();
      if (next.packetId == 0) {
        continue;
      }
      if (next.reason >= Reason.UNSPECIFIED && !packets.five()) {
        ending.end(next.reason, CloseCause.REFUSED);
        return;
      }
      channel.write(packets.puback(next.packetId, next.reason));
      sent = true;
    }
    if (sent) {
      channel.flush();
    }
    if (waiting.size() <= limits.inFlightMax() / 2 && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  private void onLoop(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("cause=shutdown: the loop has ended");
    }
  }
}
