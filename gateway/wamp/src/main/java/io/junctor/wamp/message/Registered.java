package io.junctor.wamp.message;

/**
 * Sent by the dealer to acknowledge a registration.
 *
 * <pre>[REGISTERED, REGISTER.Request|id, Registration|id]</pre>
 *
 * @param request the id of the REGISTER.
 * @param registration the registration id: router scope, range [1, 2^53].
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-registered-2">WAMP:
 *     REGISTERED</a>
 */
public record Registered(long request, long registration) implements Message.OfRequest {

  /** The message code on the wire. */
  public static final int CODE = 65;

  /** The specification's name of the message. */
  public static final String NAME = "REGISTERED";

  public Registered {
    Ids.check(NAME, "request", request);
    Ids.check(NAME, "registration", registration);
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
