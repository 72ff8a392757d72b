package io.junctor.router;

import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.uri.ErrorUri;

/** The bound on payloads. */
final class PayloadCheck {

  private PayloadCheck() {}

  /**
   * Checks the payload of a request.
   *
   * @throws WampError {@code wamp.error.payload_size_exceeded}.
   */
  static void check(Message.WithPayload message, int bytesMax) {
    if (message.payload().length() > bytesMax) {
      throw new WampError(
          ErrorUri.PAYLOAD_SIZE_EXCEEDED, sentence(message.name(), message.payload(), bytesMax));
    }
  }

  static String sentence(String what, Payload payload, int bytesMax) {
    return what + ": expected at most " + bytesMax + " payload bytes, got " + payload.length();
  }
}
