package io.junctor.wamp.message;

/**
 * Sent by a subscriber to end a subscription.
 *
 * <pre>[UNSUBSCRIBE, Request|id, SUBSCRIBED.Subscription|id]</pre>
 *
 * @param request the request id: session scope, sequential from 1, range [1, 2^53].
 * @param subscription the subscription id.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-unsubscribe-2">WAMP:
 *     UNSUBSCRIBE</a>
 */
public record Unsubscribe(long request, long subscription) implements Message.OfRequest {

  /** The message code on the wire. */
  public static final int CODE = 34;

  /** The specification's name of the message. */
  public static final String NAME = "UNSUBSCRIBE";

  public Unsubscribe {
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
