package io.junctor.wamp.message;

/**
 * Sent by the broker to acknowledge a subscription.
 *
 * <pre>[SUBSCRIBED, SUBSCRIBE.Request|id, Subscription|id]</pre>
 *
 * @param request the id of the SUBSCRIBE.
 * @param subscription the subscription id: router scope, shared by all its subscribers, range [1,
 *     2^53].
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-subscribed-2">WAMP:
 *     SUBSCRIBED</a>
 */
public record Subscribed(long request, long subscription) implements Message.OfRequest {

  /** The message code on the wire. */
  public static final int CODE = 33;

  /** The specification's name of the message. */
  public static final String NAME = "SUBSCRIBED";

  public Subscribed {
    Ids.check(NAME, "request", request);
    Ids.check(NAME, "subscription", subscription);
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
