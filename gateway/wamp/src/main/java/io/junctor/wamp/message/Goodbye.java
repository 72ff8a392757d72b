package io.junctor.wamp.message;

/**
 * Sent by either peer to close a session; the other answers with GOODBYE.
 *
 * <pre>[GOODBYE, Details|dict, Reason|uri]</pre>
 *
 * @param details usually {@code message}, a sentence for people.
 * @param reason why, such as {@code wamp.close.normal}; the answer carries {@code
 *     wamp.close.goodbye_and_out}.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-goodbye-2">WAMP: GOODBYE</a>
 */
public record Goodbye(Dict details, String reason) implements Message {

  /** The message code on the wire. */
  public static final int CODE = 6;

  /** The specification's name of the message. */
  public static final String NAME = "GOODBYE";

  @Override
  public int code() {
    return CODE;
  }

  @Override
  public String name() {
    return NAME;
  }
}
