package io.junctor.wamp.message;

/**
 * Sent by a client as the answer to CHALLENGE.
 *
 * <pre>[AUTHENTICATE, Signature|string, Extra|dict]</pre>
 *
 * @param signature the proof; a secret for {@code ticket}, so it is not printed.
 * @param extra further data of the method.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-authenticate-2">WAMP:
 *     AUTHENTICATE</a>
 */
public record Authenticate(String signature, Dict extra) implements Message {

  /** The message code on the wire. */
  public static final int CODE = 5;

  /** The specification's name of the message. */
  public static final String NAME = "AUTHENTICATE";

  @Override
  public int code() {
    return CODE;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Without the signature: for ticket it is the secret itself. */
  @Override
  public String toString() {
    return "Authenticate[signature=(redacted), extra=" + extra.keys() + "]";
  }
}
