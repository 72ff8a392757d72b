package io.junctor.wamp.message;

/**
 * Sent by the dealer to a callee to invoke a procedure.
 *
 * <pre>
 * [INVOCATION, Request|id, REGISTERED.Registration|id, Details|dict, CALL.Arguments|list, CALL.ArgumentsKw|dict]
 * </pre>
 *
 * @param request the invocation id, chosen by the dealer, session scope of the callee, range [1,
 *     2^53].
 * @param registration the registration id, range [1, 2^53].
 * @param details {@code procedure} (set for patterns), {@code caller*}, {@code receive_progress},
 *     {@code progress}, {@code timeout}, {@code ppt_*}.
 * @param payload the opaque arguments of the call; {@link Payload#NONE} when absent.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-invocation-2">WAMP:
 *     INVOCATION</a>
 */
public record Invocation(long request, long registration, Dict details, Payload payload)
    implements Message.OfRequest, Message.WithPayload {

  /** The message code on the wire. */
  public static final int CODE = 68;

  /** The specification's name of the message. */
  public static final String NAME = "INVOCATION";

  public Invocation {
    Ids.check(NAME, "request", request);
    Ids.check(NAME, "registration", registration);
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
