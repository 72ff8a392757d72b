package io.junctor.mqtt.mapping;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What an MQTT message carries.
 *
 * @param bytes the payload; not written any more.
 * @param contentType {@link #JSON}, {@link #BINARY}, or empty when not known.
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, compared by content below
public record MqttPayload(byte[] bytes, String contentType) {

  /** Content type of JSON text. */
  public static final String JSON = "application/json";

  /** Content type of anything else. */
  public static final String BINARY = "application/octet-stream";

  /** Whether it is text in UTF-8, for MQTT 5's payload format indicator. */
  public boolean isText() {
    return contentType.equals(JSON);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MqttPayload payload
        && Arrays.equals(payload.bytes, bytes)
        && payload.contentType.equals(contentType);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return isText() ? new String(bytes, StandardCharsets.UTF_8) : bytes.length + " bytes";
  }
}
