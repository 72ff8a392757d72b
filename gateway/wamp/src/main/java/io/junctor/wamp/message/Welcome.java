package io.junctor.wamp.message;

/**
 * Sent by a router to accept a client: the session is open.
 *
 * <pre>[WELCOME, Session|id, Details|dict]</pre>
 *
 * @param session the session id: global scope, random, range [1, 2^53].
 * @param details the router's roles with their features, {@code realm}, {@code authid}, {@code
 *     authrole}, {@code authmethod}, {@code authprovider}.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-welcome-2">WAMP: WELCOME</a>
 */
public record Welcome(long session, Dict details) implements Message {

  /** The message code on the wire. */
  public static final int CODE = 2;

  /** The specification's name of the message. */
  public static final String NAME = "WELCOME";

  public Welcome {
    Ids.check(NAME, "session", session);
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
