package io.junctor.server;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportDetails;
import java.util.ArrayList;
import java.util.List;

/** Records what is sent; writable or not as the test says. */
final class FakeTransport implements Transport {

  final List<Message> sent = new ArrayList<>();
  CloseCause closed;
  boolean writable = true;
  boolean reading = true;

  /** Turns not writable after so many more messages. */
  int writableFor = Integer.MAX_VALUE;

  @Override
  public TransportDetails details() {
    return new TransportDetails(TransportDetails.Kind.WEBSOCKET, Format.JSON, "test", false);
  }

  @Override
  public void send(Outgoing message) {
    sent.add(message.message());
    if (--writableFor <= 0) {
      writable = false;
    }
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public void setReading(boolean on) {
    reading = on;
  }

  /** The reader takes so many messages of what waits, and no more for now. */
  void take(SessionOutbox outbox, int count) {
    writable = true;
    writableFor = count;
    outbox.drain();
    writable = false;
  }

  /** The reader takes whatever waits, and keeps up from now on. */
  void takeAll(SessionOutbox outbox) {
    writable = true;
    writableFor = Integer.MAX_VALUE;
    outbox.drain();
  }

  @Override
  public void close(CloseCause cause) {
    if (closed == null) {
      closed = cause;
    }
  }
}
