package io.junctor.netty;

import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.transport.CloseCause;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Why and how a link ends; of several reasons the first counts. Any thread. */
final class LinkEnd {

  private static final VarHandle REASON;

  static {
    try {
      REASON = MethodHandles.lookup().findVarHandle(LinkEnd.class, "reason", Reason.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Reason reason;

  /**
   * A reason.
   *
   * @param detail a sentence.
   */
  record Reason(CloseCause cause, String detail) {

    /** What the peer broke says more than that it broke something. */
    private Reason with(@Nullable ProtocolViolation broken) {
      return broken != null && cause == CloseCause.PROTOCOL_VIOLATION
          ? new Reason(cause, String.valueOf(broken.getMessage()))
          : this;
    }
  }

  /** Gives the reason; returns whether it is the first. */
  boolean begin(CloseCause cause, String detail) {
    return REASON.compareAndSet(this, (Reason) null, new Reason(cause, detail));
  }

  /** Whether there is a reason: nothing more is sent. */
  boolean hasBegun() {
    return reason != null;
  }

  /**
   * The reason; without one the peer has gone without a word.
   *
   * @param broken what the peer broke, if it did.
   */
  Reason reason(@Nullable ProtocolViolation broken) {
    Reason given = reason;
    return given == null
        ? new Reason(CloseCause.PEER_CLOSED, CloseCause.PEER_CLOSED.sentence())
        : given.with(broken);
  }
}
