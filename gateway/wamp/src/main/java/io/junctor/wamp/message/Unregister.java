package io.junctor.wamp.message;

/**
 * Sent by a callee to end a registration.
 *
 * <pre>[UNREGISTER, Request|id, REGISTERED.Registration|id]</pre>
 *
 * @param request the request id: session scope, sequential from 1, range [1, 2^53].
 * @param registration the registration id.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-unregister-2">WAMP:
 *     UNREGISTER</a>
 */
public record Unregister(long request, long registration) implements Message.OfRequest {

  /** The message code on the wire. */
  public static final int CODE = 66;

  /** The specification's name of the message. */
  public static final String NAME = "UNREGISTER";

  public Unregister {
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
