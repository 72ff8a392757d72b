package io.junctor.wamp.message;

/**
 * A serialization format of WAMP.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-serializers">WAMP:
 *     Serializers</a>
 */
public enum Format {
  /** JSON, text frames on WebSocket. */
  JSON("json", 1, false),
  /** MessagePack, binary frames. */
  MSGPACK("msgpack", 2, true),
  /** CBOR, binary frames. */
  CBOR("cbor", 3, true);

  private final String id;
  private final int rawSocketId;
  private final boolean binary;

  Format(String id, int rawSocketId, boolean binary) {
    this.id = id;
    this.rawSocketId = rawSocketId;
    this.binary = binary;
  }

  /** The name in the WebSocket subprotocol {@code wamp.2.<id>}. */
  public String id() {
    return id;
  }

  /** The WebSocket subprotocol. */
  public String subprotocol() {
    return "wamp.2." + id;
  }

  /** The serializer number of the RawSocket handshake. */
  public int rawSocketId() {
    return rawSocketId;
  }

  /** Whether WebSocket carries it in binary messages. */
  public boolean isBinary() {
    return binary;
  }
}
