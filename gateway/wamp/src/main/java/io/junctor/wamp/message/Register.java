package io.junctor.wamp.message;

/**
 * Sent by a callee to the dealer to register a procedure.
 *
 * <pre>[REGISTER, Request|id, Options|dict, Procedure|uri]</pre>
 *
 * @param request the request id: session scope, sequential from 1, range [1, 2^53].
 * @param options {@code match}, {@code invoke}, {@code disclose_caller}, {@code forward_timeout}.
 * @param procedure the procedure or pattern.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-register-2">WAMP: REGISTER</a>
 */
public record Register(long request, Dict options, String procedure) implements Message.OfRequest {

  /** The message code on the wire. */
  public static final int CODE = 64;

  /** The specification's name of the message. */
  public static final String NAME = "REGISTER";

  public Register {
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
