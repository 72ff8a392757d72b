package io.junctor.netty;

import io.junctor.netty.http.HttpReply;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportAcceptor;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.transport.TransportHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link over HTTP requests: the peer asks for what there is, and the answer waits until there is
 * something.
 *
 * <pre>
 *         violation, close()        all fetched, close timeout
 *   OPEN ────────────────────► MUTE ──────────────────────────► CLOSED
 *    │                                                             ▲
 *    └─────────────────────────────────────────────────────────────┘
 *                 peer closed, nothing asked for too long
 * </pre>
 *
 * <p>What left in an answer that never arrived is lost, as HTTP does not tell; a client that misses
 * something opens another session. {@link #send}, {@link #isWritable}, {@link #setReading}, {@link
 * #close} and what the requests call may be called from any thread; all else belongs to one event
 * loop, the link's for its life.
 */
@SuppressWarnings("FutureReturnValueIgnored") // an answer is completed here, by nobody else
final class LongPollLink implements Transport {

  /** How long an answer waits for a message: less than the 12 s that AutobahnJS gives it. */
  static final Duration HOLD_TIME = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(LongPollLink.class);

  /** The specification says both 202 and "no content", which is 204 and what clients expect. */
  static final HttpReply NO_CONTENT = new HttpReply(204, "", new byte[0], Map.of());

  private enum State {
    OPEN,
    MUTE,
    CLOSED
  }

  /** Why and how the link ends; the first counts. */
  private record Ending(CloseCause cause, String detail) {}

  private final EventExecutor loop;
  private final TransportDetails details;
  private final Serializer serializer;
  private final LinkLimits limits;
  private final TransportHandler handler;
  private final Runnable onGone;

  // Crossing threads.
  private final LongPollOutbox outbox;
  private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
  private final AtomicBoolean toldUnsendable = new AtomicBoolean();
  private final AtomicBoolean welcomed = new AtomicBoolean();

  // The loop's alone.
  private final LongPollInbox inbox;
  private State state = State.OPEN;
  private @Nullable CompletableFuture<HttpReply> receiving;
  private @Nullable Future<?> timer; // for the answer that waits, or for the next request

  /**
   * A new link. On its loop.
   *
   * @param acceptor who takes it.
   * @param onGone called once, when it is closed.
   */
  LongPollLink(
      EventExecutor loop,
      TransportDetails details,
      boolean batched,
      LinkLimits limits,
      TransportAcceptor acceptor,
      Runnable onGone) {
    this.loop = loop;
    this.details = details;
    Batches batches = batched ? new Batches(details.format()) : null;
    this.outbox = new LongPollOutbox(batches);
    this.inbox = new LongPollInbox(batches, limits.helloBytesMax());
    this.serializer = Serializers.of(details.format());
    this.limits = limits;
    this.onGone = onGone;
    this.handler = acceptor.accept(this);
    awaitRequest();
  }

  @Override
  public TransportDetails details() {
    return details;
  }

  /** Whether the peer may send more than a HELLO. */
  boolean isWelcomed() {
    return welcomed.get();
  }

  @Override
  public void send(Outgoing message) {
    if (ending.get() != null) {
      return;
    }
    byte[] frame;
    try {
      frame = message.bytes(serializer);
    } catch (RuntimeException e) {
      onUnsendable(message.message(), e);
      return;
    }
    if (message.message() instanceof Welcome) {
      welcomed.set(true);
    }
    outbox.add(frame);
    onLoop(this::serve);
  }

  @Override
  public boolean isWritable() {
    return ending.get() == null && outbox.isWritable();
  }

  @Override
  public void setReading(boolean reads) {
    onLoop(() -> inbox.setReading(reads));
  }

  @Override
  public void close(CloseCause cause) {
    end(cause, cause.sentence());
  }

  /** The peer asks for messages; cancelled when it no longer waits for the answer. */
  CompletableFuture<HttpReply> receive() {
    CompletableFuture<HttpReply> answer = new CompletableFuture<>();
    onLoop(() -> onReceive(answer), answer);
    return answer;
  }

  /** The peer sends a message, or a batch; the bytes are given away. */
  CompletableFuture<HttpReply> send(byte[] content) {
    CompletableFuture<HttpReply> answer = new CompletableFuture<>();
    onLoop(() -> onSend(content, answer), answer);
    return answer;
  }

  /** The peer closes the link. */
  CompletableFuture<HttpReply> closeByPeer() {
    CompletableFuture<HttpReply> answer = new CompletableFuture<>();
    onLoop(
        () -> {
          ending.compareAndSet(null, new Ending(CloseCause.PEER_CLOSED, "long-poll close"));
          closed();
          answer.complete(NO_CONTENT);
        },
        answer);
    return answer;
  }

  private void onReceive(CompletableFuture<HttpReply> answer) {
    if (state == State.CLOSED) {
      answer.complete(gone());
      return;
    }
    if (receiving != null) {
      receiving.complete(NO_CONTENT); // its connection broke, or somebody asks twice
    }
    receiving = answer;
    schedule(() -> answer(NO_CONTENT), HOLD_TIME);
    answer.whenComplete(
        (reply, thrown) -> {
          if (answer.isCancelled()) {
            onLoop(this::onRequestGone);
          }
        });
    serve();
  }

  private void onRequestGone() {
    if (receiving != null && receiving.isCancelled()) {
      receiving = null;
      awaitRequest();
    }
  }

  private void serve() {
    if (state == State.CLOSED) {
      outbox.clear();
      return;
    }
    byte[] next = receiving == null ? null : outbox.next();
    if (next != null) {
      answer(new HttpReply(200, contentType(), next, Map.of()));
    }
    if (ending.get() != null && outbox.isEmpty()) {
      closed();
    } else if (outbox.hasToTellOfRoom()) {
      tell(handler::onWritable);
    }
  }

  private void answer(HttpReply reply) {
    CompletableFuture<HttpReply> answer = receiving;
    receiving = null;
    if (answer != null && answer.complete(reply) && reply.body().length > 0) {
      outbox.answered();
    }
    if (state != State.CLOSED) {
      awaitRequest();
    }
  }

  private void onSend(byte[] content, CompletableFuture<HttpReply> answer) {
    if (state != State.OPEN) {
      answer.complete(gone());
      return;
    }
    try {
      for (byte[] message : inbox.messages(content, isWelcomed())) {
        deliver(message);
      }
    } catch (ProtocolViolation v) {
      violate(v);
      answer.complete(HttpReply.text(400, "400 " + v.getMessage() + "\n"));
      return;
    } catch (RuntimeException | StackOverflowError e) {
      onBug(e);
      answer.complete(HttpReply.text(500, "500 an internal error\n"));
      return;
    }
    if (!inbox.onTaken(answer)) {
      answer.complete(HttpReply.text(503, "503 too many requests at once\n"));
      end(
          CloseCause.LIMIT,
          "more than " + LongPollInbox.HELD_MAX + " requests sent while none is read");
    }
  }

  private void deliver(byte[] message) {
    if (state == State.OPEN) {
      handler.onMessage(serializer.decode(message));
    }
  }

  private void violate(ProtocolViolation broken) {
    if (state != State.OPEN) {
      return;
    }
    state = State.MUTE;
    after(
        limits.closeTimeout(),
        () -> end(CloseCause.PROTOCOL_VIOLATION, String.valueOf(broken.getMessage())));
    tell(() -> handler.onViolation(broken));
  }

  private void end(CloseCause cause, String detail) {
    if (ending.compareAndSet(null, new Ending(cause, detail))) {
      onLoop(
          () -> {
            if (state == State.OPEN) {
              state = State.MUTE;
            }
            after(limits.closeTimeout(), this::closed);
            serve();
          });
    }
  }

  private void closed() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    if (timer != null) {
      timer.cancel(false);
    }
    outbox.clear();
    if (receiving != null) {
      receiving.complete(gone());
      receiving = null;
    }
    inbox.release();
    onGone.run();
    Ending why = ending.get();
    CloseCause cause = why == null ? CloseCause.PEER_CLOSED : why.cause();
    tell(() -> handler.onClosed(cause, why == null ? cause.sentence() : why.detail()));
  }

  private void awaitRequest() {
    Duration patience = limits.pingInterval().plus(limits.pingTimeout());
    schedule(
        () -> {
          end(CloseCause.PING_TIMEOUT, "nothing asked for in " + patience.toMillis() + " ms");
          closed();
        },
        patience);
  }

  private void schedule(Runnable task, Duration delay) {
    if (timer != null) {
      timer.cancel(false);
    }
    timer = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void after(Duration delay, Runnable task) {
    Future<?> _ =
        loop.schedule(
            () -> {
              if (state != State.CLOSED) {
                task.run();
              }
            },
            delay.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private void onUnsendable(Message message, RuntimeException thrown) {
    // as on every link: whoever waits for an answer must not wait for ever
    if (message instanceof Event || message instanceof Invocation) {
      if (toldUnsendable.compareAndSet(false, true)) {
        LOG.warn(
            "peer={} cause=unsendable: dropped, told once: {} {}",
            details.peer(),
            message.name(),
            thrown.toString());
      }
    } else {
      end(CloseCause.LIMIT, message.name() + " cannot be written: " + thrown);
    }
  }

  private void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      onBug(e);
    }
  }

  private void onBug(Throwable thrown) {
    LOG.error("peer={} cause=internal_error: closing this link only", details.peer(), thrown);
    end(CloseCause.INTERNAL_ERROR, CloseCause.INTERNAL_ERROR.sentence());
  }

  private String contentType() {
    return switch (details.format()) {
      case JSON -> "application/json";
      case MSGPACK -> "application/x-msgpack";
      case CBOR -> "application/cbor";
    };
  }

  private static HttpReply gone() {
    return HttpReply.text(404, "404 no such transport\n");
  }

  private void onLoop(Runnable task, CompletableFuture<HttpReply> answer) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException ended) {
      answer.complete(gone());
    }
  }

  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException ended) {
      LOG.debug("peer={}: the loop has ended, and this link with it", details.peer());
    }
  }
}
