package io.junctor.wamp.message;

/**
 * Sent by a subscriber to the broker to subscribe to a topic or pattern.
 *
 * <pre>[SUBSCRIBE, Request|id, Options|dict, Topic|uri]</pre>
 *
 * @param request the request id: session scope, sequential from 1, range [1, 2^53].
 * @param options {@code match} (exact, prefix, wildcard; default exact), {@code get_retained}.
 * @param topic the topic or pattern.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-subscribe-2">WAMP: SUBSCRIBE</a>
 */
public record Subscribe(long request, Dict options, String topic) implements Message.OfRequest {

  /** The message code on the wire. */
  public static final int CODE = 32;

  /** The specification's name of the message. */
  public static final String NAME = "SUBSCRIBE";

  public Subscribe {
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
