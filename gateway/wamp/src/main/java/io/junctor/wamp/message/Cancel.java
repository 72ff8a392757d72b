package io.junctor.wamp.message;

/**
 * Sent by a caller to cancel its call.
 *
 * <pre>[CANCEL, CALL.Request|id, Options|dict]</pre>
 *
 * @param request the id of the CALL.
 * @param options {@code mode}: {@code skip}, {@code kill} or {@code killnowait}.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-cancel-2">WAMP: CANCEL</a>
 */
public record Cancel(long request, Dict options) implements Message.OfRequest {

  /** The message code on the wire. */
  public static final int CODE = 49;

  /** The specification's name of the message. */
  public static final String NAME = "CANCEL";

  public Cancel {
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
