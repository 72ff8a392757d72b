package io.junctor.server;

import io.junctor.wamp.auth.AuthMethod;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportHandler;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client without any logic: sends what the test says and keeps what comes. */
final class TestPeer implements TransportHandler {

  private static final int SECONDS_MAX = 10;

  final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
  final CompletableFuture<CloseCause> closed = new CompletableFuture<>();
  final Transport transport;

  /** When set, every message waits for it: a peer that does not read. */
  volatile CountDownLatch gate = new CountDownLatch(0);

  private TestPeer(Connector connector) throws Exception {
    transport = connector.connect(this).toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
  }

  static TestPeer connected(Connector connector) throws Exception {
    return new TestPeer(connector);
  }

  static TestPeer joined(Connector connector, String realm) throws Exception {
    TestPeer peer = connected(connector);
    peer.send(hello(realm));
    peer.expect(Welcome.class);
    return peer;
  }

  static Hello hello(String realm) {
    Dict role = Dict.of("features", Dict.EMPTY);
    Dict roles =
        Dict.builder()
            .put("publisher", role)
            .put("subscriber", role)
            .put("caller", role)
            .put("callee", role)
            .build();
    return new Hello(realm, Dict.of("roles", roles, "authmethods", List.of(AuthMethod.LOCAL)));
  }

  void send(Message message) {
    transport.send(new Outgoing(message));
  }

  <T extends Message> T expect(Class<T> type) throws InterruptedException {
    Message message = received.poll(SECONDS_MAX, TimeUnit.SECONDS);
    if (!type.isInstance(message)) {
      throw new AssertionError("expected " + type.getSimpleName() + ", got " + message);
    }
    return type.cast(message);
  }

  CloseCause expectClosed() throws Exception {
    return closed.get(SECONDS_MAX, TimeUnit.SECONDS);
  }

  @Override
  public void onMessage(Message message) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    received.add(message);
  }

  @Override
  public void onViolation(ProtocolViolation violation) {
    throw new AssertionError(violation);
  }

  @Override
  public void onWritable() {}

  @Override
  public void onClosed(CloseCause cause, String detail) {
    closed.complete(cause);
  }
}
