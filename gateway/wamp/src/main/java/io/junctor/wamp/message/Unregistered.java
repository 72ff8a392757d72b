package io.junctor.wamp.message;

/**
 * Sent by the dealer to acknowledge UNREGISTER, or (request 0) to revoke a registration.
 *
 * <pre>[UNREGISTERED, UNREGISTER.Request|id] or [UNREGISTERED, 0, Details|dict]</pre>
 *
 * @param request the id of the UNREGISTER; 0 for a revocation.
 * @param details for a revocation {@code registration} and {@code reason}; otherwise empty and not
 *     written.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-unregistered-2">WAMP:
 *     UNREGISTERED</a>
 */
public record Unregistered(long request, Dict details) implements Message {

  /** The message code on the wire. */
  public static final int CODE = 67;

  /** The specification's name of the message. */
  public static final String NAME = "UNREGISTERED";

  public Unregistered {
    Ids.checkOrZero(NAME, "request", request);
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
