package io.junctor.netty;

import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.serializer.Limits;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportHandler;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The product's own listener, handshake, framing, bounds and queue, with an echo where WAMP would
 * be: what a WebSocket conformance suite wants to talk to. It is in this package because the
 * product has no door for anything but WAMP.
 */
public final class EchoListener implements AutoCloseable {

  // The suite's client stands still for up to 20 s while it masks 16 MiB in interpreted Python.
  private static final Duration PING_INTERVAL = Duration.ofSeconds(10);
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(60);

  private final NettyLoops loops = NettyLoops.start("echo", 1);
  private final NettyListener listener;

  /** Listens on loopback, as a {@code websocket} listener with the largest messages. */
  public EchoListener() throws IOException {
    this(WebOptions.DEFAULT);
  }

  private EchoListener(WebOptions options) throws IOException {
    LinkLimits limits =
        LinkLimits.DEFAULT
            .withFrameBytesMax(Limits.FRAME_BYTES_MAX)
            .withHelloBytesMax(Integer.MAX_VALUE) // nobody is ever welcomed here
            .withPings(PING_INTERVAL, PING_TIMEOUT);
    WebListenerConfig config =
        WebListenerConfig.of(new BindAddress.Tcp("127.0.0.1", 0))
            .withLimits(limits)
            .withOptions(options);
    listener = NettyListener.start(loops, config, ClosesOnViolation::new, Echo::new);
  }

  /**
   * The same, compressing for who asks for it.
   *
   * @param contextTakeover whether a message may refer to those before it.
   */
  public static EchoListener compressing(boolean contextTakeover) throws IOException {
    DeflateOptions deflate = new DeflateOptions(contextTakeover, DeflateOptions.CONTEXTS_MAX);
    return new EchoListener(WebOptions.DEFAULT.withDeflate(deflate));
  }

  /** Where it listens. */
  public String uri() {
    return "ws://127.0.0.1:" + listener.port() + WebListenerConfig.PATH;
  }

  @Override
  public void close() {
    listener.close().toCompletableFuture().join();
    loops.close();
  }

  /** Sends each message back, text as text and binary as binary. */
  private static final class Echo extends NettyWebSocketTransport {

    private final Queue<Boolean> kinds = new ArrayDeque<>(); // binary?, of what is queued

    Echo(WebSocketLink link) {
      super(link);
    }

    @Override
    boolean accepts(boolean isBinary) {
      return true;
    }

    @Override
    void onMessage(boolean isBinary, byte[] message) {
      kinds.add(isBinary);
      offer(message);
    }

    @Override
    public void append(ByteBuf out, byte[] frame) {
      appendMessage(out, frame, kinds.remove());
    }
  }

  /** As a session does, without its ABORT. */
  private record ClosesOnViolation(Transport transport) implements TransportHandler {

    @Override
    public void onMessage(Message message) {
      throw new IllegalStateException("nothing is decoded here");
    }

    @Override
    public void onViolation(ProtocolViolation violation) {
      transport.close(CloseCause.PROTOCOL_VIOLATION);
    }

    @Override
    public void onWritable() {}

    @Override
    public void onClosed(CloseCause cause, String detail) {}
  }
}
