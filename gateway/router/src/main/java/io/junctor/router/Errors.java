package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes the router's own ERROR messages: the sentence is their one positional argument. */
final class Errors {

  private final Function<Format, Serializer> serializers;

  Errors(Function<Format, Serializer> serializers) {
    this.serializers = serializers;
  }

  /**
   * Tells a session that its request failed.
   *
   * @param requestType the message code of the request.
   * @param request the id of the request.
   * @param error the error URI.
   * @param message what was wrong, for people.
   */
  void send(Member member, int requestType, long request, String error, String message, Turn turn) {
    Serializer serializer = serializers.apply(member.details().format());
    Payload payload = serializer.payload(List.of(message), Map.of());
    turn.send(member, new ErrorMessage(requestType, request, Dict.EMPTY, error, payload));
  }
}
