package io.junctor.wamp.message;

/**
 * Sent by either peer to end the opening of a session, or by a peer that saw a protocol violation.
 * No answer follows.
 *
 * <pre>[ABORT, Details|dict, Reason|uri]</pre>
 *
 * @param details usually {@code message}, a sentence for people.
 * @param reason why, an error URI such as {@code wamp.error.no_such_realm}.
 * @param payload the opaque arguments (Advanced Profile); {@link Payload#NONE} when absent.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-abort-2">WAMP: ABORT</a>
 */
public record Abort(Dict details, String reason, Payload payload) implements Message.WithPayload {

  /** The message code on the wire. */
  public static final int CODE = 3;

  /** The specification's name of the message. */
  public static final String NAME = "ABORT";

  @Override
  public int code() {
    return CODE;
  }

  @Override
  public String name() {
    return NAME;
  }
}
