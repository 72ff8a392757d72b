package io.junctor.router;

/**
 * A request that fails for its sender alone: it becomes an ERROR with this URI and the session goes
 * on.
 */
public final class WampError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String uri;

  /**
   * A refusal.
   *
   * @param uri the error URI.
   * @param message what was wrong, for people; goes to the peer.
   */
  public WampError(String uri, String message) {
    // No stack trace: it is the peer's doing, and a peer must not be able to make us build many.
    super(message, null, false, false);
    this.uri = uri;
  }

  /** The error URI. */
  public String uri() {
    return uri;
  }

  /** What was wrong, for people. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
