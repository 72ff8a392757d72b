package io.junctor.component;

import io.junctor.component.session.RequestRefusedException;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Payloads to arguments and back. Stateless, any thread. */
final class Codec {

  private Codec() {}

  /**
   * Writes arguments.
   *
   * @throws IllegalArgumentException for a value that the format cannot carry.
   */
  static Payload payload(Format format, Arguments arguments) {
    return Serializers.of(format).payload(arguments.args(), arguments.kwargs());
  }

  /** Reads arguments. */
  static Arguments arguments(Payload payload) {
    if (payload.isEmpty()) {
      return Arguments.NONE;
    }
    Serializer serializer = Serializers.of(payload.format());
    return new Arguments(serializer.args(payload), serializer.kwargs(payload));
  }

  /** The arguments of an ERROR: its message as the first positional one, and its facts. */
  static Arguments arguments(WampError error) {
    return new Arguments(Values.toArgs(error.args()), Values.toKwargs(error.kwargs()));
  }

  /** The answer to a request as an exception. */
  static WampError error(RequestRefusedException refused) {
    ErrorMessage answer = refused.answer();
    Arguments arguments = arguments(answer.payload());
    return new WampError(answer.error(), message(answer.details(), arguments.args()), arguments);
  }

  private static @Nullable String message(Dict details, List<@Nullable Object> args) {
    if (!args.isEmpty() && args.getFirst() instanceof String text) {
      return text;
    }
    // Where this router puts it when there are no arguments.
    return details.get("message") instanceof String text ? text : null;
  }
}
