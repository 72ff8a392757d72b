package io.junctor.wamp.message;

/**
 * Sent by a caller to the dealer to call a procedure.
 *
 * <pre>[CALL, Request|id, Options|dict, Procedure|uri, Arguments|list, ArgumentsKw|dict]</pre>
 *
 * @param request the request id: session scope, sequential from 1, range [1, 2^53].
 * @param options {@code timeout} (milliseconds), {@code receive_progress}, {@code progress}, {@code
 *     disclose_me}, {@code ppt_*}.
 * @param procedure the procedure, a URI.
 * @param payload the opaque arguments of the call; {@link Payload#NONE} when absent.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-call-2">WAMP: CALL</a>
 */
public record Call(long request, Dict options, String procedure, Payload payload)
    implements Message.OfRequest, Message.WithPayload {

  /** The message code on the wire. */
  public static final int CODE = 48;

  /** The specification's name of the message. */
  public static final String NAME = "CALL";

  public Call {
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
