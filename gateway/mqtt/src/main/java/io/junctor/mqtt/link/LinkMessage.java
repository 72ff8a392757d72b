package io.junctor.mqtt.link;

import io.junctor.mqtt.mapping.MqttPayload;
import org.jspecify.annotations.Nullable;

/**
 * A message on a link, either way.
 *
 * @param topic its topic name.
 * @param payload what it carries.
 * @param qos 0 or 1.
 * @param retain the retain flag.
 * @param responseTopic where an answer is wanted; empty for none.
 * @param correlation what an answer is told apart by; null for nothing.
 * @param error the URI of the error that an answer tells, as user property {@code error}; empty for
 *     none.
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record LinkMessage(
    String topic,
    MqttPayload payload,
    int qos,
    boolean retain,
    String responseTopic,
    byte @Nullable [] correlation,
    String error) {

  /** Fixed header, packet id, lengths and the properties of fixed size. */
  private static final int OVERHEAD_BYTES = 64;

  /** A message that is neither request nor answer. */
  public static LinkMessage event(String topic, MqttPayload payload, int qos, boolean retain) {
    return new LinkMessage(topic, payload, qos, retain, "", null, "");
  }

  /** About how many bytes it takes in memory. */
  public int bytes() {
    return OVERHEAD_BYTES
        + topic.length()
        + payload.bytes().length
        + (correlation == null ? 0 : correlation.length);
  }
}
