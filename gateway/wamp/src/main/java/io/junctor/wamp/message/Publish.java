package io.junctor.wamp.message;

/**
 * Sent by a publisher to the broker to publish an event.
 *
 * <pre>[PUBLISH, Request|id, Options|dict, Topic|uri, Arguments|list, ArgumentsKw|dict]</pre>
 *
 * @param request the request id: session scope, sequential from 1, range [1, 2^53].
 * @param options {@code acknowledge}, {@code exclude_me}, {@code exclude*}, {@code eligible*},
 *     {@code disclose_me}, {@code retain}, {@code ppt_*}.
 * @param topic the topic, a URI.
 * @param payload the opaque arguments of the event; {@link Payload#NONE} when absent.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-publish-2">WAMP: PUBLISH</a>
 */
public record Publish(long request, Dict options, String topic, Payload payload)
    implements Message.OfRequest, Message.WithPayload {

  /** The message code on the wire. */
  public static final int CODE = 16;

  /** The specification's name of the message. */
  public static final String NAME = "PUBLISH";

  public Publish {
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
