package io.junctor.router;

/** Error URIs of this router that the specification has none for. */
public final class RouterErrors {

  /** A bound of {@link RouterLimits} is reached; the message says which. */
  public static final String LIMIT_EXCEEDED = "junctor.error.limit_exceeded";

  /** The journal did not take a publication to a durable topic: it is not published. */
  public static final String NOT_JOURNALLED = "junctor.error.not_journalled";

  /** No events are kept of the subscription whose history was asked for. */
  public static final String NO_HISTORY = "junctor.error.no_history";

  /** Nothing of the kind is known of the URI, or not to who asks. */
  public static final String NO_SUCH_DEFINITION = "junctor.error.no_such_definition";

  private RouterErrors() {}
}
