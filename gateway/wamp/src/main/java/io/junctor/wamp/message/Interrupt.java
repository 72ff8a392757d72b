package io.junctor.wamp.message;

/**
 * Sent by the dealer to a callee to cancel an invocation.
 *
 * <pre>[INTERRUPT, INVOCATION.Request|id, Options|dict]</pre>
 *
 * @param request the invocation id.
 * @param options {@code mode}: {@code kill} or {@code killnowait}; {@code reason}.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-interrupt-2">WAMP: INTERRUPT</a>
 */
public record Interrupt(long request, Dict options) implements Message.OfRequest {

  /** The message code on the wire. */
  public static final int CODE = 69;

  /** The specification's name of the message. */
  public static final String NAME = "INTERRUPT";

  public Interrupt {
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
