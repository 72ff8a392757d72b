package io.junctor.mqtt.listener;

import io.junctor.mqtt.mapping.MqttPayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publication on its way to a client.
 *
 * @param topic its topic name.
 * @param payload what it carries.
 * @param qos 0 or 1.
 * @param retain whether it was retained when the client subscribed.
 * @param subscriptionIds the client's numbers of the subscriptions it is for.
 * @param correlation the request it answers; null when it answers none.
 * @param error the URI of the error it tells; empty when it tells none.
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record OutgoingPublish(
    String topic,
    MqttPayload payload,
    int qos,
    boolean retain,
    List<Integer> subscriptionIds,
    byte @Nullable [] correlation,
    String error) {

  /** Fixed header, packet id, lengths and the properties of fixed size. */
  private static final int OVERHEAD_BYTES = 64;

  /** At least as many bytes as the packet has. */
  int bytes() {
    return OVERHEAD_BYTES
        + topic.getBytes(StandardCharsets.UTF_8).length
        + payload.bytes().length
        + subscriptionIds.size() * 5
        + (correlation == null ? 0 : correlation.length)
        + error.getBytes(StandardCharsets.UTF_8).length;
  }
}
