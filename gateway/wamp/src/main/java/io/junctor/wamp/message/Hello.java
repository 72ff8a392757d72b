package io.junctor.wamp.message;

/**
 * Sent by a client to open a session with a realm.
 *
 * <pre>[HELLO, Realm|uri, Details|dict]</pre>
 *
 * @param realm the realm to join, a strict or loose URI.
 * @param details roles with their features, {@code authmethods}, {@code authid}, {@code authextra},
 *     {@code agent}.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-hello-2">WAMP: HELLO</a>
 */
public record Hello(String realm, Dict details) implements Message {

  /** The message code on the wire. */
  public static final int CODE = 1;

  /** The specification's name of the message. */
  public static final String NAME = "HELLO";

  @Override
  public int code() {
    return CODE;
  }

  @Override
  public String name() {
    return NAME;
  }
}
