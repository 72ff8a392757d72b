package io.junctor.netty;

import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.serializer.Frame;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportAcceptor;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.transport.TransportHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open link over a socket; the last handler of its channel. What differs between WebSocket and
 * RawSocket is in the two subclasses.
 *
 * <pre>
 *           violation, close()       all written                peer's answer, timeout
 *   OPEN ──────────────────────► MUTE ──────────► CLOSING ──────────────────────────► CLOSED
 *    │ delivers messages          delivers nothing     end of link sent              onClosed,
 *    └───────────────────────────────────────────────────────────────────────────►    once
 *                             peer closed, I/O error
 * </pre>
 *
 * <p>{@link #send}, {@link #isWritable} and {@link #close}: any thread; all else: channel's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
abstract sealed class NettyTransport extends ChannelInboundHandlerAdapter
    implements Transport, OutgoingQueue.Link
    permits NettyWebSocketTransport, NettyRawSocketTransport {

  /** The name in the pipeline. */
  static final String NAME = "transport";

  private static final Logger LOG = LoggerFactory.getLogger(NettyTransport.class);

  private enum State {
    OPEN,
    MUTE,
    CLOSING,
    CLOSED
  }

  private final Channel channel;
  private final TransportDetails details;
  private final Serializer serializer;
  private final FrameWriter writer;
  private final LinkLimits limits;
  private final TransportAcceptor acceptor;
  private final OutgoingQueue outgoing;
  private final Liveness liveness;
  private final Pongs pongs;

  // Crossing threads.
  private final LinkEnd end = new LinkEnd();

  // The loop's alone.
  private State state = State.OPEN;
  private TransportHandler handler = SilentHandler.INSTANCE;
  private @Nullable ProtocolViolation violation;
  private ChannelOutboundInvoker wire; // below everything that only looks at what comes in

  /**
   * A link whose handshake is complete; it opens when it is put into its channel's pipeline.
   *
   * @param peerFrameBytesMax largest frame the peer accepts.
   * @param acceptor who is asked for the handler, on the channel's loop.
   */
  NettyTransport(
      Channel channel,
      TransportDetails details,
      Serializer serializer,
      LinkLimits limits,
      int peerFrameBytesMax,
      TransportAcceptor acceptor) {
    this.channel = channel;
    this.wire = channel;
    this.details = details;
    this.serializer = serializer;
    this.limits = limits;
    this.acceptor = acceptor;
    this.writer =
        new FrameWriter(
            details.peer(), serializer, peerFrameBytesMax, why -> end(CloseCause.LIMIT, why));
    this.outgoing = new OutgoingQueue(channel, this);
    this.liveness = new Liveness(channel, limits, this::writePing, this::onSilence);
    this.pongs = new Pongs(channel, this::writePong);
  }

  /** Reads what the frame decoder made. */
  abstract void read(Object frame);

  /** Writes and flushes a ping. */
  abstract ChannelFuture writePing();

  /** Whether pings go out before the peer has shown that it knows them. */
  boolean pingsUnasked() {
    return true;
  }

  /** The peer has shown that it knows pings. Channel's loop. */
  final void onPeerKnowsPings() {
    liveness.start();
  }

  /** Writes a pong, without flushing. */
  abstract void writePong(byte[] payload);

  /** Everything that is kept back for it is written before a flush. */
  void beforeFlush() {}

  /** The link is gone: what it holds outside of the heap is free. */
  void onGone() {}

  /** Tells the peer that nothing follows; everything else is flushed. */
  abstract void writeEnd(CloseCause cause, String detail);

  /** The peer's fault in an exception of the frame decoder; null when it is none. */
  abstract @Nullable ProtocolViolation violationIn(Throwable thrown);

  @Override
  public final TransportDetails details() {
    return details;
  }

  @Override
  public final boolean isWritable() {
    return !end.hasBegun() && outgoing.isWritable();
  }

  @Override
  public final void send(Outgoing message) {
    Frame frame = end.hasBegun() ? null : writer.frame(message);
    if (frame == null) {
      return;
    }
    if (message.message() instanceof Welcome) {
      onLoop(() -> HelloGuard.removeFrom(channel.pipeline()));
    }
    offer(frame);
  }

  final void offer(Frame frame) {
    outgoing.offer(frame);
  }

  @Override
  public final void setReading(boolean reading) {
    onLoop(
        () -> {
          if (state == State.OPEN) {
            channel.config().setAutoRead(reading);
            liveness.setListening(reading);
          }
        });
  }

  @Override
  public final void close(CloseCause cause) {
    end(cause, cause.sentence());
  }

  final Channel channel() {
    return channel;
  }

  final LinkLimits limits() {
    return limits;
  }

  /** Delivers one frame; the array is given away. */
  final void deliver(byte[] frame) {
    if (state != State.OPEN) {
      return;
    }
    Message message;
    try {
      message = serializer.decode(frame);
    } catch (ProtocolViolation v) {
      violate(v);
      return;
    }
    handler.onMessage(message);
  }

  /** The peer broke the protocol: tells the handler, once, and delivers nothing more. */
  final void violate(ProtocolViolation broken) {
    if (state != State.OPEN) {
      return;
    }
    state = State.MUTE;
    violation = broken;
    after(() -> end(CloseCause.PROTOCOL_VIOLATION, CloseCause.PROTOCOL_VIOLATION.sentence()));
    handler.onViolation(broken);
  }

  /** Answers a ping; while the peer does not read, only the latest. */
  final void answerPing(byte[] payload) {
    if (state != State.CLOSING) {
      pongs.answer(payload);
    }
  }

  /** The peer ended the link, or nothing more can be sent on it. */
  final void endedByPeer(CloseCause cause, String detail) {
    end.begin(cause, detail);
    outgoing.clear();
    state = State.CLOSING;
  }

  /** Whether the end of the link was sent and only the peer's answer is awaited. */
  final boolean isClosing() {
    return state == State.CLOSING;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ChannelHandlerContext reader = ctx.pipeline().context(FrameReader.class);
    if (reader != null) {
      wire = reader;
    }
    try {
      handler = acceptor.accept(this);
      if (pingsUnasked()) {
        liveness.start();
      }
    } catch (RuntimeException e) {
      onBug(e);
    }
  }

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object frame) {
    try {
      read(frame);
    } catch (RuntimeException | StackOverflowError e) {
      onBug(e);
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  @Override
  public final void channelReadComplete(ChannelHandlerContext ctx) {
    // also when there is no whole frame yet: a pong waits behind a long message on a thin line
    liveness.heard();
    pongs.onReadComplete();
  }

  @Override
  public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
    outgoing.onChannelWritability();
    pongs.onWritability();
  }

  // In TLS the end of the stream is a message of its own, before that of TCP.
  @Override
  public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent) {
      channel.close();
    }
  }

  @Override
  public final void channelInactive(ChannelHandlerContext ctx) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    liveness.stop();
    outgoing.clear();
    onGone();
    LinkEnd.Reason why = end.reason(violation);
    end.begin(why.cause(), why.detail()); // nothing is encoded for a link that is gone
    try {
      handler.onClosed(why.cause(), why.detail());
    } catch (RuntimeException e) {
      LOG.error("peer={} cause=internal_error: the handler failed on close", details.peer(), e);
    }
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    ProtocolViolation broken = violationIn(thrown);
    if (broken != null) {
      try {
        violate(broken);
      } catch (RuntimeException e) {
        onBug(e);
      }
    } else if (thrown instanceof IOException || thrown.getCause() instanceof IOException) {
      endedByPeer(CloseCause.IO_ERROR, String.valueOf(thrown.getMessage()));
      channel.close();
    } else {
      onLost(thrown);
    }
  }

  @Override
  public final void onLost(Throwable thrown) {
    if (Failures.isNoDirectMemory(thrown)) {
      LOG.warn("peer={} cause=limit: closing this link: {}", details.peer(), thrown.getMessage());
      end(CloseCause.LIMIT, "no memory for a frame of this link");
    } else {
      onBug(thrown);
    }
  }

  @Override
  public final void write(ByteBuf batch) {
    wire.write(batch, channel.voidPromise());
  }

  @Override
  public final void flush() {
    beforeFlush();
    wire.flush();
  }

  @Override
  public final void onWritable() {
    try {
      handler.onWritable();
    } catch (RuntimeException e) {
      onBug(e);
    }
  }

  @Override
  public final void onFinished() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSING;
    liveness.stop();
    LinkEnd.Reason why = end.reason(violation);
    writeEnd(why.cause(), why.detail());
  }

  private void end(CloseCause cause, String detail) {
    if (end.begin(cause, detail)) {
      outgoing.finish();
      onLoop(this::mute);
    }
  }

  private void mute() {
    if (state == State.OPEN) {
      state = State.MUTE;
    }
    channel.config().setAutoRead(true); // to see the peer's answer, and the end of its stream
    after(channel::close);
  }

  private void onSilence() {
    end(
        CloseCause.PING_TIMEOUT,
        "nothing heard for " + limits.pingTimeout().toMillis() + " ms after a ping");
    // nobody answers our end, and TLS would wait for its own to be sent: close below it, now
    ChannelHandlerContext lowest = channel.pipeline().firstContext();
    if (lowest != null) {
      lowest.close();
    }
  }

  private void onBug(Throwable thrown) {
    if (!end.hasBegun()) {
      LOG.error("peer={} cause=internal_error: closing this link only", details.peer(), thrown);
    }
    end(CloseCause.INTERNAL_ERROR, CloseCause.INTERNAL_ERROR.sentence());
  }

  private void onLoop(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException ended) {
      LOG.debug("peer={}: the loop has ended, and this link with it", details.peer());
    }
  }

  private void after(Runnable task) {
    channel
        .eventLoop()
        .schedule(
            () -> {
              if (state != State.CLOSED) {
                task.run();
              }
            },
            limits.closeTimeout().toNanos(),
            TimeUnit.NANOSECONDS);
  }
}
