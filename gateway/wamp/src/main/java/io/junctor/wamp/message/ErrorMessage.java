package io.junctor.wamp.message;

/**
 * Sent by either peer as the failing answer to a request.
 *
 * <pre>
 * [ERROR, REQUEST.Type|int, REQUEST.Request|id, Details|dict, Error|uri, Arguments|list, ArgumentsKw|dict]
 * </pre>
 *
 * @param requestType the message code of the failed request: 16, 32, 34, 48, 64, 66 or 68.
 * @param request the id of the failed request, range [1, 2^53].
 * @param details further details.
 * @param error the error URI.
 * @param payload the opaque arguments of the error; {@link Payload#NONE} when absent.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-error-2">WAMP: ERROR</a>
 */
public record ErrorMessage(
    int requestType, long request, Dict details, String error, Payload payload)
    implements Message.OfRequest, Message.WithPayload {

  /** The message code on the wire. */
  public static final int CODE = 8;

  /** The specification's name of the message. */
  public static final String NAME = "ERROR";

  public ErrorMessage {
    Ids.check(NAME, "request", request);
  }

  @Override
  public int code() {
    return CODE;
  }

  @Override
  public String name() {
    return NAME;
  }
}
