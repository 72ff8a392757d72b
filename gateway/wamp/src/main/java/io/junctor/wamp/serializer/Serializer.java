package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns frames into messages and back, for one format. Stateless, any thread.
 *
 * <p>Values are {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code byte[]},
 * {@code java.math.BigInteger} (integers beyond 64 bits), {@code List}, {@code Map<String, ?>} and
 * null.
 */
public interface Serializer {

  /** The format read and written. */
  Format format();

  /**
   * Reads one frame. The message keeps a reference to {@code frame} if it has a payload, so the
   * caller gives the array away.
   *
   * @param frame one complete frame.
   * @return the message; its payload is validated (well-formed, within {@link Limits}) but not
   *     turned into values.
   * @throws ProtocolViolation when the frame is no message; the text says where and why.
   */
  Message decode(byte[] frame);

  /**
   * Writes one frame. A payload of this format is carried in it as it came if it is not short, one
   * of another format transcoded.
   */
  Frame frame(Message message);

  /** Writes one frame into an array that holds it and nothing else. */
  default byte[] encode(Message message) {
    return frame(message).toByteArray();
  }

  /**
   * Writes values as a payload of this format.
   *
   * @param args positional arguments; empty with empty {@code kwargs} gives {@link Payload#NONE}.
   * @param kwargs keyword arguments.
   * @throws IllegalArgumentException for a value of a type that WAMP cannot carry, or a non-finite
   *     number in JSON.
   */
  Payload payload(List<?> args, Map<String, ?> kwargs);

  /**
   * Positional arguments of a payload of <em>any</em> format; empty when absent. A peer may send
   * null. A binary in the place of the list (payload transparency's older form) reads as one
   * argument.
   */
  List<@Nullable Object> args(Payload payload);

  /**
   * Keyword arguments of a payload of <em>any</em> format, in order; empty when absent. A peer may
   * send null.
   */
  Map<String, @Nullable Object> kwargs(Payload payload);
}
