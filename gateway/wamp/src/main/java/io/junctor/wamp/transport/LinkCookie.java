package io.junctor.wamp.transport;

/**
 * The HTTP cookie that belongs to a link.
 *
 * @param value what the browser has or will have. A secret: whoever has it is who it stands for.
 * @param issued whether this link's handshake gave it out, so that nobody can have had it before;
 *     false when the browser brought it.
 */
public record LinkCookie(String value, boolean issued) {

  /** Without the value. */
  @Override
  public String toString() {
    return "LinkCookie[" + (issued ? "issued" : "brought") + "]";
  }
}
