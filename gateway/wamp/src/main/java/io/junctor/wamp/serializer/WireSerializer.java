package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one serializer: the message codec over the reader and writer of a format. */
record WireSerializer(Format format) implements Serializer {

  /** Room for a message without payload; the buffer grows when a URI or the options are longer. */
  private static final int HEADER_BYTES = 128;

  @Override
  public Message decode(byte[] frame) {
    if (frame.length > Limits.FRAME_BYTES_MAX) {
      throw new ProtocolViolation(
          "frame: expected at most " + Limits.FRAME_BYTES_MAX + " bytes, got " + frame.length);
    }
    return new MessageReader(WireReader.of(format, frame, 0, frame.length)).read();
  }

  @Override
  public Frame frame(Message message) {
    WireWriter out = WireWriter.of(format, HEADER_BYTES + payloadBytes(message));
    new MessageWriter(out).write(message);
    return out.toFrame();
  }

  private int payloadBytes(Message message) {
    if (message instanceof Message.WithPayload carrier) {
      Payload payload = carrier.payload();
      return payload.format() == format && Frame.carries(payload) ? 0 : payload.length();
    }
    return 0;
  }

  @Override
  public Payload payload(List<?> args, Map<String, ?> kwargs) {
    if (args.isEmpty() && kwargs.isEmpty()) {
      return Payload.NONE;
    }
    WireWriter out = WireWriter.of(format, HEADER_BYTES);
    ValueWriter values = ValueWriter.strict(out);
    values.write(args);
    if (!kwargs.isEmpty()) {
      values.write(kwargs);
    }
    byte[] bytes = out.toByteArray();
    return new Payload(format, bytes, 0, bytes.length, kwargs.isEmpty() ? 1 : 2);
  }

  @Override
  public List<@Nullable Object> args(Payload payload) {
    return PayloadValues.args(payload);
  }

  @Override
  public Map<String, @Nullable Object> kwargs(Payload payload) {
    return PayloadValues.kwargs(payload);
  }
}
