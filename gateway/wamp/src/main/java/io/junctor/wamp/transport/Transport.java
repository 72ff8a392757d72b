package io.junctor.wamp.transport;

/**
 * One open link to a peer.
 *
 * <p>All methods may be called from any thread and none blocks. Messages sent from one thread
 * arrive in order.
 */
public interface Transport {

  /** What is known of the link and the peer; the same for the transport's whole life. */
  TransportDetails details();

  /**
   * Sends a message. It is never dropped here: a caller that must bound its memory asks {@link
   * #isWritable()} first and keeps its own queue while the answer is no. After a close it does
   * nothing.
   */
  void send(Outgoing message);

  /**
   * Whether the peer keeps up. When it turns true again {@link TransportHandler#onWritable()} is
   * called.
   */
  boolean isWritable();

  /**
   * Stops or goes on reading from the peer, so that what it sent waits in the network and not in
   * our memory. A link reads when it opens. Messages already read may still be delivered after
   * {@code setReading(false)}; pings are not answered while it is off.
   */
  void setReading(boolean reading);

  /**
   * Sends what was accepted before and closes the link. {@link TransportHandler#onClosed} follows,
   * once, whoever closed first.
   *
   * @param cause why, for the log and the metrics; the first cause given counts.
   */
  void close(CloseCause cause);
}
