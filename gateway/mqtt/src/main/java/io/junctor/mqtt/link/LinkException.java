package io.junctor.mqtt.link;

/** Something could not be done on a link. */
public final class LinkException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What it means for the next attempt. */
  public enum Kind {
    /** Try again later: the network, the broker's health. */
    LOST,
    /** This message can not be sent or was refused; the link goes on. */
    MESSAGE_REFUSED,
    /**
     * Trying again would do harm or is of no use: somebody else uses our client identifier, or the
     * broker does not want us.
     */
    STOP
  }

  private final Kind kind;

  /** Says what was tried and why it failed. */
  public LinkException(Kind kind, String message) {
    super(message, null, false, false); // an answer, not a bug: no stack trace
    this.kind = kind;
  }

  /** What it means for the next attempt. */
  public Kind kind() {
    return kind;
  }
}
