package io.junctor.hil.peer;

import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportHandler;
import java.util.concurrent.TimeUnit;

/** A link inside the router's process. */
public final class LocalLink implements Link {

  private final Inbox inbox = new Inbox();
  private final Transport transport;

  /** Opens a link. */
  public LocalLink(Connector connector) {
    transport =
        connector
            .connect(new Receiver())
            .toCompletableFuture()
            .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .join();
  }

  @Override
  public void send(Message message) {
    transport.send(new Outgoing(message));
  }

  @Override
  public void sendFrame(byte[] frame) {
    throw new UnsupportedOperationException("a local link has no frames");
  }

  @Override
  public Message receive(String wanted) {
    return inbox.next(wanted);
  }

  @Override
  public void awaitEnd() {
    inbox.awaitEnd();
  }

  @Override
  public byte[] ping(byte[] payload) {
    throw new UnsupportedOperationException("a local link has no pings");
  }

  @Override
  public void pauseReading() {
    transport.setReading(false);
  }

  @Override
  public void resumeReading() {
    transport.setReading(true);
  }

  @Override
  public void cut() {
    transport.close(CloseCause.IO_ERROR);
  }

  @Override
  public void close() {
    transport.close(CloseCause.NORMAL);
  }

  private final class Receiver implements TransportHandler {
    @Override
    public void onMessage(Message message) {
      inbox.received(message);
    }

    @Override
    public void onViolation(ProtocolViolation violation) {
      inbox.ended("violation: " + violation.getMessage());
    }

    @Override
    public void onWritable() {}

    @Override
    public void onClosed(CloseCause cause, String detail) {
      inbox.ended(cause.sentence() + ": " + detail);
    }
  }
}
