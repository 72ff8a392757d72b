package io.junctor.netty;

/**
 * How a listener compresses WebSocket messages where a client asks for it. Compression costs memory
 * and processor time on our side, and where secrets and an attacker's text share a link it can leak
 * the secrets' length; so it is off unless somebody wants it.
 *
 * @param contextTakeover whether a message may refer to those before it: better for many small
 *     messages, at about 300 KiB for each link. Without it the links share what is needed.
 * @param contextsMax links that may have a context of their own at once, at least 1; those that
 *     come later are compressed without.
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7692">RFC 7692: Compression Extensions for
 *     WebSocket</a>
 */
public record DeflateOptions(boolean contextTakeover, int contextsMax) {

  /** A hundred contexts are 30 MB, what a small board can spare. */
  public static final int CONTEXTS_MAX = 100;

  /** Without context takeover. */
  public static final DeflateOptions SHARED = new DeflateOptions(false, CONTEXTS_MAX);

  /** Checks the range. */
  public DeflateOptions {
    if (contextsMax < 1) {
      throw new IllegalArgumentException(
          "compression contexts: expected at least 1, got " + contextsMax);
    }
  }
}
