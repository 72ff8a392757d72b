package io.junctor.server;

import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.transport.TransportHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One end of a link inside the process. Its handler runs on its {@link Mailbox}. */
final class LocalTransport implements Transport {

  /** Messages that may wait for an end before its peer sees it as full. */
  private static final int HIGH_WATER = 1024;

  /** At this many waiting messages the peer is told that it may write again. */
  private static final int LOW_WATER = 256;

  private final TransportDetails details;
  private final Mailbox mailbox;
  private final AtomicBoolean peerIsWaiting = new AtomicBoolean();
  private volatile @Nullable LocalTransport peer;
  private volatile boolean closing;

  // owned by the mailbox
  private @Nullable TransportHandler handler;
  private boolean closed;

  LocalTransport(TransportDetails details, Executor executor) {
    this.details = details;
    this.mailbox = new Mailbox(executor);
  }

  void join(LocalTransport other) {
    peer = other;
  }

  void start(TransportHandler newHandler) {
    handler = newHandler;
  }

  void onOwnThread(Runnable task) {
    mailbox.post(task);
  }

  @Override
  public TransportDetails details() {
    return details;
  }

  @Override
  public void send(Outgoing message) {
    LocalTransport other = peer;
    if (!closing && other != null) {
      other.mailbox.post(() -> other.receive(message));
    }
  }

  @Override
  public boolean isWritable() {
    LocalTransport other = peer;
    if (other == null || other.mailbox.size() < HIGH_WATER) {
      return true;
    }
    other.peerIsWaiting.set(true);
    // it may have emptied before it could see the flag
    return other.mailbox.size() < LOW_WATER;
  }

  @Override
  public void setReading(boolean reading) {
    mailbox.setPaused(!reading);
  }

  @Override
  public void close(CloseCause cause) {
    if (closing) {
      return;
    }
    closing = true;
    LocalTransport other = peer;
    if (other != null) {
      other.mailbox.post(() -> other.end(CloseCause.PEER_CLOSED));
    }
    mailbox.postUrgent(() -> end(cause));
  }

  private void receive(Outgoing message) {
    if (!closed && handler != null) {
      handler.onMessage(message.message());
    }
    if (mailbox.size() <= LOW_WATER && peerIsWaiting.compareAndSet(true, false)) {
      LocalTransport other = peer;
      if (other != null) {
        other.mailbox.postUrgent(other::writable);
      }
    }
  }

  private void writable() {
    if (!closed && handler != null) {
      handler.onWritable();
    }
  }

  private void end(CloseCause cause) {
    closing = true;
    if (!closed) {
      closed = true;
      if (handler != null) {
        handler.onClosed(cause, cause.sentence());
      }
    }
  }
}
