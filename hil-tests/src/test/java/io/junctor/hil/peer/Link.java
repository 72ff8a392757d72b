package io.junctor.hil.peer;

import io.junctor.wamp.message.Message;
import java.time.Duration;

/** An open link to the router, as a test holds it. Sending methods are for one thread. */
public interface Link extends AutoCloseable {

  /** How long anything the router owes may take; generous, because test machines are slow. */
  Duration PATIENCE = Duration.ofSeconds(10);

  /** Sends a message. */
  void send(Message message);

  /** Sends bytes as one frame, whatever they are. */
  void sendFrame(byte[] frame);

  /**
   * The next message; fails when none comes within {@link #PATIENCE} or the link ends before.
   *
   * @param wanted what the test waits for, for the failure.
   */
  Message receive(String wanted);

  /** Waits until the router has ended the link; fails when it does not. */
  void awaitEnd();

  /** Sends a ping of the link with the payload and returns the pong's. */
  byte[] ping(byte[] payload);

  /** Stops reading, so that the router cannot get rid of what it has for this peer. */
  void pauseReading();

  /** Reads again. */
  void resumeReading();

  /** Cuts the link as a crash would: no goodbye, no closing handshake. */
  void cut();

  /** Ends the link; does nothing when it has ended. */
  @Override
  void close();
}
