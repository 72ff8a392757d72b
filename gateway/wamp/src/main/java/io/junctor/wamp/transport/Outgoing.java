package io.junctor.wamp.transport;

import io.junctor.wamp.message.Message;
import io.junctor.wamp.serializer.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way out, encoded at most once per format however many receivers it has.
 *
 * <p>Encoding happens on the first thread that asks. Two threads that ask at once may both encode;
 * the bytes are the same, so either result will do.
 */
public final class Outgoing {

  /** RawSocket numbers serializers from 1 to 3; 0 is unused. */
  private static final int SERIALIZERS = 4;

  private final Message message;
  private final byte[] @Nullable [] encoded =
      new byte[SERIALIZERS][]; // by RawSocket serializer number

  /** A message that is not encoded yet. */
  public Outgoing(Message message) {
    this.message = message;
  }

  /** The message itself, for transports that need no bytes. */
  public Message message() {
    return message;
  }

  /** The frame in the serializer's format. Read only: other receivers share it. */
  public byte[] bytes(Serializer serializer) {
    int index = serializer.format().rawSocketId();
    byte[] bytes = encoded[index];
    if (bytes == null) {
      bytes = serializer.encode(message);
      encoded[index] = bytes;
    }
    return bytes;
  }
}
