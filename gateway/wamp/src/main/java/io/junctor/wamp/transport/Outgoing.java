package io.junctor.wamp.transport;

import io.junctor.wamp.message.Message;
import io.junctor.wamp.serializer.Frame;
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
  private final @Nullable Frame[] encoded = new Frame[SERIALIZERS]; // by serializer number

  /** A message that is not encoded yet. */
  public Outgoing(Message message) {
    this.message = message;
  }

  /** The message itself, for transports that need no bytes. */
  public Message message() {
    return message;
  }

  /** The frame in the serializer's format, which other receivers share. */
  public Frame frame(Serializer serializer) {
    int index = serializer.format().rawSocketId();
    Frame frame = encoded[index];
    if (frame == null) {
      frame = serializer.frame(message);
      encoded[index] = frame;
    }
    return frame;
  }

  /** The bytes of that frame. Read only. */
  public byte[] bytes(Serializer serializer) {
    return frame(serializer).toByteArray();
  }
}
