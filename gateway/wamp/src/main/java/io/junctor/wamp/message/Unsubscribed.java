package io.junctor.wamp.message;

/**
 * Sent by the broker to acknowledge UNSUBSCRIBE, or (request 0) to revoke a subscription.
 *
 * <pre>[UNSUBSCRIBED, UNSUBSCRIBE.Request|id] or [UNSUBSCRIBED, 0, Details|dict]</pre>
 *
 * @param request the id of the UNSUBSCRIBE; 0 for a revocation.
 * @param details for a revocation {@code subscription} and {@code reason}; otherwise empty and not
 *     written.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-unsubscribed-2">WAMP:
 *     UNSUBSCRIBED</a>
 */
public record Unsubscribed(long request, Dict details) implements Message {

  /** The message code on the wire. */
  public static final int CODE = 35;

  /** The specification's name of the message. */
  public static final String NAME = "UNSUBSCRIBED";

  public Unsubscribed {
    Ids.checkOrZero(NAME, "request", request);
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
