package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportAcceptor;
import io.junctor.wamp.transport.TransportHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Behaves like a session as far as a transport can tell: welcomes, sends messages back, answers
 * violations with ABORT.
 */
class EchoAcceptor implements TransportAcceptor {

  final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();

  /** One accepted link. */
  static class Peer extends Recorder {

    final Transport transport;

    Peer(Transport transport) {
      this.transport = transport;
    }

    @Override
    public void onMessage(Message message) {
      super.onMessage(message);
      transport.send(new Outgoing(message instanceof Hello ? new Welcome(1, Dict.EMPTY) : message));
    }

    @Override
    public void onViolation(ProtocolViolation violation) {
      super.onViolation(violation);
      transport.send(
          new Outgoing(
              new Abort(
                  Dict.of("message", String.valueOf(violation.getMessage())),
                  violation.reason(),
                  Payload.NONE)));
      transport.close(CloseCause.PROTOCOL_VIOLATION);
    }
  }

  @Override
  public TransportHandler accept(Transport transport) {
    Peer peer = new Peer(transport);
    peers.add(peer);
    return peer;
  }

  Peer peer() throws InterruptedException {
    Peer peer = peers.poll(Recorder.PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(peer, "an accepted link in time");
    return peer;
  }
}
