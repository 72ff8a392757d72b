package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Format;

/** The serializers, one per format. They have no state, so there is one of each. */
public final class Serializers {

  private static final Serializer JSON = new WireSerializer(Format.JSON);
  private static final Serializer MSGPACK = new WireSerializer(Format.MSGPACK);
  private static final Serializer CBOR = new WireSerializer(Format.CBOR);

  private Serializers() {}

  /** The serializer of a format; may be used from any thread. */
  public static Serializer of(Format format) {
    return switch (format) {
      case JSON -> JSON;
      case MSGPACK -> MSGPACK;
      case CBOR -> CBOR;
    };
  }
}
