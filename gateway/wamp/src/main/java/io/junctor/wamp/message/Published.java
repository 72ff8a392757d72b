package io.junctor.wamp.message;

/**
 * Sent by the broker to a publisher that asked for acknowledgement.
 *
 * <pre>[PUBLISHED, PUBLISH.Request|id, Publication|id]</pre>
 *
 * @param request the id of the PUBLISH.
 * @param publication the publication id: global scope, random, range [1, 2^53].
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-published-2">WAMP: PUBLISHED</a>
 */
public record Published(long request, long publication) implements Message.OfRequest {

  /** The message code on the wire. */
  public static final int CODE = 17;

  /** The specification's name of the message. */
  public static final String NAME = "PUBLISHED";

  public Published {
    Ids.check(NAME, "request", request);
    Ids.check(NAME, "publication", publication);
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
