package io.junctor.wamp.transport;

import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;

/**
 * What a transport tells its user. All methods are called on the transport's own thread, one at a
 * time, and must not block.
 */
public interface TransportHandler {

  /** A message came in. */
  void onMessage(Message message);

  /**
   * The peer sent something that is no message. The handler answers with ABORT and closes; the
   * transport delivers nothing after this.
   */
  void onViolation(ProtocolViolation violation);

  /** {@link Transport#isWritable()} turned true again. */
  void onWritable();

  /**
   * The link is gone; nothing follows.
   *
   * @param cause why.
   * @param detail a sentence with what is known beyond the cause.
   */
  void onClosed(CloseCause cause, String detail);
}
