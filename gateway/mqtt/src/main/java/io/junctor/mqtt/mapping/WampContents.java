package io.junctor.mqtt.mapping;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;

/** Opaque payloads of WAMP as values and back. */
public final class WampContents {

  private WampContents() {}

  /**
   * The values of a payload in any format.
   *
   * @throws Unmappable when it is malformed.
   */
  public static Content read(Payload payload) throws Unmappable {
    if (payload.isEmpty()) {
      return Content.NONE;
    }
    try {
      Serializer serializer = Serializers.of(payload.format());
      return new Content(serializer.args(payload), serializer.kwargs(payload));
    } catch (ProtocolViolation e) {
      throw new Unmappable("arguments: " + e.getMessage());
    }
  }

  /** A payload with the values. */
  public static Payload write(Format format, Content content) {
    return Serializers.of(format).payload(content.args(), content.kwargs());
  }
}
