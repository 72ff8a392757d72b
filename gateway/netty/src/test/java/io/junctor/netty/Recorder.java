package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers everything a transport tells. */
class Recorder implements TransportHandler {

  static final long PATIENCE_SECONDS = 10;

  record Closed(CloseCause cause, String detail) {}

  final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  final BlockingQueue<ProtocolViolation> violations = new LinkedBlockingQueue<>();
  final AtomicInteger writables = new AtomicInteger();
  final AtomicInteger closes = new AtomicInteger();
  final CompletableFuture<Closed> closed = new CompletableFuture<>();

  @Override
  public void onMessage(Message message) {
    messages.add(message);
  }

  @Override
  public void onViolation(ProtocolViolation violation) {
    violations.add(violation);
  }

  @Override
  public void onWritable() {
    writables.incrementAndGet();
  }

  @Override
  public void onClosed(CloseCause cause, String detail) {
    closes.incrementAndGet();
    closed.complete(new Closed(cause, detail));
  }

  Message message() throws InterruptedException {
    Message message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(message, "a message in time; closed: " + closed.getNow(null));
    return message;
  }

  ProtocolViolation violation() throws InterruptedException {
    ProtocolViolation violation = violations.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(violation, "a violation in time; closed: " + closed.getNow(null));
    return violation;
  }

  Closed closed() throws Exception {
    return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
