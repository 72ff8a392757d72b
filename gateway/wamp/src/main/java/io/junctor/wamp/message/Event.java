package io.junctor.wamp.message;

/**
 * Sent by the broker to a subscriber for a publication.
 *
 * <pre>
 * [EVENT, SUBSCRIBED.Subscription|id, PUBLISHED.Publication|id, Details|dict, PUBLISH.Arguments|list, PUBLISH.ArgumentsKw|dict]
 * </pre>
 *
 * @param subscription the subscription id, range [1, 2^53].
 * @param publication the publication id, range [1, 2^53].
 * @param details {@code topic} (set for patterns), {@code publisher*}, {@code retained}, {@code
 *     trustlevel}, {@code ppt_*}.
 * @param payload the opaque arguments of the publication; {@link Payload#NONE} when absent.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-event-2">WAMP: EVENT</a>
 */
public record Event(long subscription, long publication, Dict details, Payload payload)
    implements Message.WithPayload {

  /** The message code on the wire. */
  public static final int CODE = 36;

  /** The specification's name of the message. */
  public static final String NAME = "EVENT";

  public Event {
    Ids.check(NAME, "subscription", subscription);
    Ids.check(NAME, "publication", publication);
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
