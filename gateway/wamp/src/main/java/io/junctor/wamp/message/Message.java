package io.junctor.wamp.message;

/**
 * A WAMP message. All 25 kinds are records of this package; each gives its wire signature.
 *
 * <p>Messages are immutable values and may cross threads.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-messages-2">WAMP: Messages</a>
 */
public sealed interface Message
    permits Hello,
        Welcome,
        Challenge,
        Authenticate,
        Goodbye,
        Unsubscribed,
        EventReceived,
        Unregistered,
        Message.OfRequest,
        Message.WithPayload {

  /** The message code, the first element on the wire, range [1, 1023]. */
  int code();

  /** The specification's name, such as {@code PUBLISH}. */
  String name();

  /** A message that carries the id of the request it makes or answers. */
  sealed interface OfRequest extends Message
      permits ErrorMessage,
          Publish,
          Published,
          Subscribe,
          Subscribed,
          Unsubscribe,
          Call,
          Cancel,
          Result,
          Register,
          Registered,
          Unregister,
          Invocation,
          Interrupt,
          Yield {

    /** The request id, range [1, 2^53]. */
    long request();
  }

  /** A message that carries arguments. */
  sealed interface WithPayload extends Message
      permits Abort, ErrorMessage, Publish, Event, Call, Result, Invocation, Yield {

    /** The opaque arguments; {@link Payload#NONE} when absent. */
    Payload payload();
  }
}
