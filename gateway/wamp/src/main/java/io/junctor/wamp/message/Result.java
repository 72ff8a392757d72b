package io.junctor.wamp.message;

/**
 * Sent by the dealer to the caller: the (progressive or final) result.
 *
 * <pre>[RESULT, CALL.Request|id, Details|dict, YIELD.Arguments|list, YIELD.ArgumentsKw|dict]</pre>
 *
 * @param request the id of the CALL.
 * @param details {@code progress}, {@code ppt_*}.
 * @param payload the opaque arguments of the result; {@link Payload#NONE} when absent.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-result-2">WAMP: RESULT</a>
 */
public record Result(long request, Dict details, Payload payload)
    implements Message.OfRequest, Message.WithPayload {

  /** The message code on the wire. */
  public static final int CODE = 50;

  /** The specification's name of the message. */
  public static final String NAME = "RESULT";

  public Result {
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
