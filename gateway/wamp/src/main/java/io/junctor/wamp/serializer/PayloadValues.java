package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the values of a payload, whatever its format. */
final class PayloadValues {

  private PayloadValues() {}

  /**
   * The positional arguments. A payload of the older payload transparency form, where a binary
   * stands in the place of the list, reads as that one binary.
   */
  static List<@Nullable Object> args(Payload payload) {
    if (payload.isEmpty()) {
      return List.of();
    }
    @Nullable Object first = value(readerOf(payload));
    if (first instanceof byte[]) {
      return List.of(first);
    }
    if (first instanceof List<?> list) {
      @SuppressWarnings("unchecked")
      List<@Nullable Object> args = (List<@Nullable Object>) list;
      return args;
    }
    throw new ProtocolViolation("Arguments: expected list");
  }

  static Map<String, @Nullable Object> kwargs(Payload payload) {
    if (payload.elements() < 2) {
      return Map.of();
    }
    WireReader in = readerOf(payload);
    in.skip();
    in.nextPayloadElement();
    if (value(in) instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked")
      Map<String, @Nullable Object> kwargs = (Map<String, @Nullable Object>) map;
      return kwargs;
    }
    throw new ProtocolViolation("ArgumentsKw: expected dict");
  }

  private static @Nullable Object value(WireReader in) {
    ValueBuilder builder = ValueBuilder.ofValues();
    in.copyTo(builder);
    return builder.result();
  }

  static WireReader readerOf(Payload payload) {
    int end = payload.offset() + payload.length();
    return WireReader.of(payload.format(), payload.bytes(), payload.offset(), end);
  }
}
