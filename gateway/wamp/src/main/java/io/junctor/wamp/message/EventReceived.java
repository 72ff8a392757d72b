package io.junctor.wamp.message;

/**
 * Sent by a subscriber to acknowledge an event that asked for it (provisional, wamp-proto issue
 * 280).
 *
 * <pre>[EVENT_RECEIVED, EVENT.Publication|id, Details|dict]</pre>
 *
 * @param publication the publication id of the event, range [1, 2^53].
 * @param details further details; empty is not written.
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-message-codes-and-direction">WAMP:
 *     EVENT_RECEIVED</a>
 */
public record EventReceived(long publication, Dict details) implements Message {

  /** The message code on the wire. */
  public static final int CODE = 337;

  /** The specification's name of the message. */
  public static final String NAME = "EVENT_RECEIVED";

  public EventReceived {
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
