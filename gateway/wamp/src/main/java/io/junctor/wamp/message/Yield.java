package io.junctor.wamp.message;

/**
 * Sent by a callee to the dealer: the (progressive or final) result of an invocation.
 *
 * <pre>[YIELD, INVOCATION.Request|id, Options|dict, Arguments|list, ArgumentsKw|dict]</pre>
 *
 * @param request the invocation id.
 * @param options {@code progress}, {@code ppt_*}.
 * @param payload the opaque arguments of the result; {@link Payload#NONE} when absent.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-yield-2">WAMP: YIELD</a>
 */
public record Yield(long request, Dict options, Payload payload)
    implements Message.OfRequest, Message.WithPayload {

  /** The message code on the wire. */
  public static final int CODE = 70;

  /** The specification's name of the message. */
  public static final String NAME = "YIELD";

  public Yield {
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
