package io.junctor.app.resume;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportAcceptor;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.transport.TransportHandler;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A line to a router in the same process that breaks after a random number of messages: whatever is
 * under way then is lost in both directions, and the router may learn of it much later than the
 * client.
 */
final class CutLine implements Connector, AutoCloseable {

  private final TransportAcceptor router;
  private final RandomGenerator random;
  private final LongUnaryOperator messagesUntilCut;
  private final ExecutorService toRouter = Executors.newSingleThreadExecutor();
  private final ExecutorService toClient = Executors.newSingleThreadExecutor();
  private volatile boolean isDown;
  private volatile int cuts;
  private volatile @Nullable Link present;

  /**
   * A line.
   *
   * @param messagesUntilCut given a random number, after how many messages a link breaks.
   */
  CutLine(TransportAcceptor router, RandomGenerator random, LongUnaryOperator messagesUntilCut) {
    this.router = router;
    this.random = random;
    this.messagesUntilCut = messagesUntilCut;
  }

  /** How often it has broken. */
  int cuts() {
    return cuts;
  }

  /** Whether links can be opened; the one that is open breaks when it goes down. */
  void setDown(boolean down) {
    isDown = down;
    Link link = present;
    if (down && link != null) {
      link.cut(true);
    }
  }

  @Override
  public CompletionStage<Transport> connect(TransportHandler handler) {
    if (isDown) {
      return CompletableFuture.failedStage(new IOException("the line is down"));
    }
    CompletableFuture<Transport> opened = new CompletableFuture<>();
    Link link = new Link(messagesUntilCut.applyAsLong(random.nextLong() & Long.MAX_VALUE));
    present = link;
    link.clientEnd.handler = handler;
    toRouter.execute(() -> link.routerEnd.handler = router.accept(link.routerEnd));
    toClient.execute(() -> opened.complete(link.clientEnd));
    return opened;
  }

  @Override
  public String target() {
    return "a line that breaks";
  }

  @Override
  public void close() {
    toRouter.close();
    toClient.close();
  }

  private final class Link {
    private final End clientEnd = new End(this, toRouter);
    private final End routerEnd = new End(this, toClient);
    private long left; // messages until it breaks, both directions together
    private volatile boolean broken;

    private Link(long messages) {
      this.left = messages;
    }

    /** Whether one more message comes through. */
    private synchronized boolean passes() {
      if (left-- == 0) {
        cut(random.nextInt(3) > 0); // else it learns of it when the client has come back
      }
      return !broken;
    }

    private synchronized void cut(boolean routerLearns) {
      if (!broken) {
        broken = true;
        cuts++;
        toClient.execute(() -> clientEnd.lost(CloseCause.IO_ERROR));
        if (routerLearns) {
          toRouter.execute(() -> routerEnd.lost(CloseCause.PEER_CLOSED));
        }
      }
    }
  }

  private final class End implements Transport {
    private final Link link;
    private final ExecutorService toOther;
    private @Nullable TransportHandler handler; // set before the first message
    private boolean closed; // on the thread of this end

    private End(Link link, ExecutorService toOther) {
      this.link = link;
      this.toOther = toOther;
    }

    @Override
    public TransportDetails details() {
      return new TransportDetails(
          TransportDetails.Kind.RAWSOCKET, Format.CBOR, "192.0.2.7:5000", true);
    }

    @Override
    public void send(Outgoing message) {
      if (!link.broken) {
        End other = this == link.clientEnd ? link.routerEnd : link.clientEnd;
        toOther.execute(() -> other.deliver(message));
      }
    }

    private void deliver(Outgoing message) {
      if (!closed && link.passes() && handler != null) {
        handler.onMessage(message.message());
      }
    }

    private void lost(CloseCause cause) {
      if (!closed && handler != null) {
        closed = true;
        handler.onClosed(cause, "cut");
      }
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void setReading(boolean reading) {}

    @Override
    public void close(CloseCause cause) {
      End other = this == link.clientEnd ? link.routerEnd : link.clientEnd;
      toOther.execute(() -> other.lost(CloseCause.PEER_CLOSED));
      ExecutorService own = toOther == toRouter ? toClient : toRouter;
      own.execute(() -> lost(cause));
    }
  }
}
