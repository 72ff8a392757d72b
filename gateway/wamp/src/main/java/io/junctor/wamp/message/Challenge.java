package io.junctor.wamp.message;

/**
 * Sent by a router to ask a joining client for a proof of identity.
 *
 * <pre>[CHALLENGE, AuthMethod|string, Extra|dict]</pre>
 *
 * @param authMethod {@code ticket}, {@code wampcra}, {@code scram}, {@code cryptosign}.
 * @param extra what the method needs, for cryptosign {@code challenge} (hex).
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-challenge-2">WAMP: CHALLENGE</a>
 */
public record Challenge(String authMethod, Dict extra) implements Message {

  /** The message code on the wire. */
  public static final int CODE = 4;

  /** The specification's name of the message. */
  public static final String NAME = "CHALLENGE";

  @Override
  public int code() {
    return CODE;
  }

  @Override
  public String name() {
    return NAME;
  }
}
