package io.junctor.wamp.uri;

/**
 * The predefined reasons of GOODBYE and ABORT.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-predefined-uris">WAMP: Predefined
 *     URIs</a>
 */
public final class CloseUri {

  public static final String NORMAL = "wamp.close.normal";
  public static final String SYSTEM_SHUTDOWN = "wamp.close.system_shutdown";
  public static final String CLOSE_REALM = "wamp.close.close_realm";
  public static final String GOODBYE_AND_OUT = "wamp.close.goodbye_and_out";
  public static final String KILLED = "wamp.close.killed";

  /** The peer leaves and wants nobody to join by its cookie any more; as Crossbar.io reads it. */
  public static final String LOGOUT = "wamp.close.logout";

  private CloseUri() {}
}
