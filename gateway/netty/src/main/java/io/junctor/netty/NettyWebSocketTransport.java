package io.junctor.netty;

import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.serializer.Frame;
import io.junctor.wamp.serializer.Limits;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A link over WebSocket: one WAMP message per WebSocket message, or several where that was agreed
 * on; JSON in text, the others in binary.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-websocket-transport">WAMP:
 *     WebSocket Transport</a>
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
non-sealed class NettyWebSocketTransport extends NettyTransport {

  /**
   * Frames of one message, whatever their length. Browsers split at 64 KiB or not at all, Autobahn
   * where it is told to.
   */
  static final int FRAGMENTS_MAX = 1024;

  /**
   * A message may have one frame more for each so many bytes of it. Frames that carry less are an
   * attack on the processor: they cost nothing to send and never end.
   */
  static final int FRAGMENT_BYTES_MIN = 64;

  // RFC 6455 5.5: a control frame has at most 125 bytes, two are the status.
  private static final int REASON_BYTES_MAX = 123;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long EACH_HIGH = 0x8080_8080_8080_8080L;

  private static final byte[] PING_PAYLOAD = {'j', 'u', 'n', 'c'};

  private final boolean binary;
  private final boolean masks;
  private final @Nullable Batches batches;
  private final @Nullable MessageDeflate deflate;
  private final HalfSent halfSent;

  // what is written and not flushed, on a batched link; null when there is nothing
  private @Nullable ByteArrayOutputStream batch;

  // per message
  private @Nullable ByteArrayOutputStream fragments;
  private int fragmentCount;
  private boolean textual;
  private boolean packed;

  private WebSocketCloseStatus violationStatus = WebSocketCloseStatus.PROTOCOL_ERROR;

  NettyWebSocketTransport(WebSocketLink link) {
    super(
        link.channel(),
        link.details(),
        Serializers.of(link.details().format()),
        link.limits(),
        Limits.FRAME_BYTES_MAX,
        link.acceptor());
    this.binary = link.details().format().isBinary();
    this.masks = link.masks();
    this.batches = link.batched() ? new Batches(link.details().format()) : null;
    this.deflate = link.deflate();
    this.halfSent = HalfSent.of(link.channel());
  }

  @Override
  public void append(ByteBuf out, Frame frame) {
    if (batches == null) {
      appendMessage(out, frame, binary);
      return;
    }
    ByteArrayOutputStream collected = batch;
    if (collected == null) {
      collected = new ByteArrayOutputStream();
      batch = collected;
    }
    collected.writeBytes(batches.framed(frame.toByteArray()));
    if (collected.size() >= Batches.BYTES_MAX) {
      batch = null;
      appendMessage(out, Frame.of(collected.toByteArray()), binary);
    }
  }

  @Override
  void beforeFlush() {
    ByteArrayOutputStream collected = batch;
    if (collected != null) {
      batch = null;
      writeMessage(collected.toByteArray(), binary);
    }
  }

  private void writeMessage(byte[] message, boolean asBinary) {
    ByteBuf out = channel().alloc().ioBuffer(message.length + WebSocketMessages.AROUND_BYTES_MAX);
    appendMessage(out, Frame.of(message), asBinary);
    write(out);
  }

  /** Appends one WebSocket message as it goes over the wire. */
  final void appendMessage(ByteBuf out, Frame message, boolean asBinary) {
    if (deflate != null && message.length() >= MessageDeflate.BYTES_MIN) {
      byte[] packedMessage = deflate.deflate(message.toByteArray());
      WebSocketMessages.append(out, asBinary, true, masks, Frame.of(packedMessage));
    } else {
      WebSocketMessages.append(out, asBinary, false, masks, message);
    }
  }

  // most text is, and this looks at eight bytes at a time
  private static boolean isAscii(byte[] message) {
    long high = 0;
    int index = 0;
    for (; message.length - index >= Long.BYTES; index += Long.BYTES) {
      high |= (long) WORDS.get(message, index);
    }
    for (; index < message.length; index++) {
      high |= message[index]; // a negative byte sets all the bits above it
    }
    return (high & EACH_HIGH) == 0;
  }

  @Override
  void onGone() {
    if (deflate != null) {
      deflate.end();
    }
  }

  @Override
  void read(Object frame) {
    ReceivedFrame received = (ReceivedFrame) frame;
    switch (received.kind()) {
      case PING -> answerPing(received.payload());
      case PONG -> {
        // that it came is all there is to know
      }
      case CLOSE -> onClose(received.payload());
      case TEXT, BINARY -> onFirst(received);
      case CONTINUATION -> onContinuation(received);
    }
  }

  /** Whether messages of this kind are spoken on the link. */
  boolean accepts(boolean isBinary) {
    return isBinary == binary;
  }

  /** A complete message; text is valid UTF-8. The array is given away. */
  void onMessage(boolean isBinary, byte[] message) {
    if (batches == null) {
      deliver(message);
      return;
    }
    try {
      batches.split(message).forEach(this::deliver);
    } catch (ProtocolViolation v) {
      violate(v);
    }
  }

  private void onFirst(ReceivedFrame frame) {
    boolean isBinary = frame.kind() == ReceivedFrame.Kind.BINARY;
    textual = !isBinary;
    // RFC 7692 6: the bit "is set only on the first frame of a message"
    packed = frame.isPacked();
    if (!accepts(isBinary)) {
      violate(
          WebSocketCloseStatus.INVALID_MESSAGE_TYPE,
          details().format().subprotocol()
              + ": expected "
              + (binary ? "binary" : "text")
              + " messages, got "
              + (isBinary ? "binary" : "text"));
    } else if (frame.isLast()) {
      onComplete(frame.payload(), frame.isAscii());
    } else {
      fragments = new ByteArrayOutputStream();
      fragmentCount = 0;
      onFragment(frame.payload(), fragments);
    }
  }

  // The decoder saw to it that a continuation has something to continue.
  private void onContinuation(ReceivedFrame frame) {
    ByteArrayOutputStream collected = fragments;
    if (collected == null) {
      return; // of a message that was refused
    }
    if (onFragment(frame.payload(), collected) && frame.isLast()) {
      forgetFragments();
      onComplete(collected.toByteArray(), false);
    }
  }

  private boolean onFragment(byte[] content, ByteArrayOutputStream collected) {
    fragmentCount++;
    long length = (long) collected.size() + content.length;
    if (fragmentCount > FRAGMENTS_MAX + length / FRAGMENT_BYTES_MIN) {
      forgetFragments();
      violate(
          WebSocketCloseStatus.MESSAGE_TOO_BIG,
          "WebSocket message: expected fewer fragments, got "
              + fragmentCount
              + " for "
              + length
              + " bytes");
      return false;
    }
    if (length > limits().frameBytesMax()) {
      forgetFragments();
      violate(
          WebSocketCloseStatus.MESSAGE_TOO_BIG,
          "WebSocket message: expected at most "
              + limits().frameBytesMax()
              + " bytes, got at least "
              + length);
      return false;
    }
    collected.writeBytes(content);
    halfSent.keepsOfMessage(collected.size());
    return true;
  }

  private void forgetFragments() {
    fragments = null;
    halfSent.keepsOfMessage(0);
  }

  private void onComplete(byte[] received, boolean isKnownAscii) {
    byte[] message = packed ? unpacked(received) : received;
    if (message == null) {
      return; // refused
    }
    // RFC 6455 8.1: "When an endpoint is to interpret a byte stream as UTF-8 but finds that the
    // byte stream is not, in fact, a valid UTF-8 stream, that endpoint MUST _Fail the WebSocket
    // Connection_."
    if (textual
        && !(isKnownAscii && !packed)
        && !isAscii(message)
        && !ByteBufUtil.isText(Unpooled.wrappedBuffer(message), StandardCharsets.UTF_8)) {
      violate(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "WebSocket text: not valid UTF-8");
      return;
    }
    onMessage(!textual, message);
  }

  // Before WELCOME a stranger's few bytes must not become many.
  private byte @Nullable [] unpacked(byte[] received) {
    int bytesMax = limits().frameBytesMax();
    if (HelloGuard.isIn(channel().pipeline())) {
      bytesMax = Math.min(bytesMax, limits().helloBytesMax());
    }
    try {
      byte[] message = deflate == null ? null : deflate.inflate(received, bytesMax);
      if (message == null) {
        violate(
            WebSocketCloseStatus.MESSAGE_TOO_BIG,
            "WebSocket message: expected at most " + bytesMax + " bytes unpacked, got more");
      }
      return message;
    } catch (ProtocolViolation v) {
      violate(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, String.valueOf(v.getMessage()));
      return null;
    }
  }

  // The decoder saw to it that there is a whole status or none, and that the reason is text.
  private void onClose(byte[] payload) {
    if (isClosing()) {
      channel().close(); // the answer to ours
      return;
    }
    String said = "WebSocket close";
    CloseWebSocketFrame echo = new CloseWebSocketFrame();
    if (payload.length >= Short.BYTES) {
      int status = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
      String reason =
          new String(payload, Short.BYTES, payload.length - Short.BYTES, StandardCharsets.UTF_8);
      said += " " + status + (reason.isEmpty() ? "" : ": " + reason);
      echo = new CloseWebSocketFrame(status, "");
    }
    endedByPeer(CloseCause.PEER_CLOSED, said);
    channel().writeAndFlush(echo).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  ChannelFuture writePing() {
    return channel().writeAndFlush(new PingWebSocketFrame(Unpooled.wrappedBuffer(PING_PAYLOAD)));
  }

  @Override
  void writePong(byte[] payload) {
    channel().write(new PongWebSocketFrame(Unpooled.wrappedBuffer(payload)));
  }

  // The peer answers with a close frame of its own; onClose or the close timeout ends the wait. A
  // peer that broke the protocol is not waited for: it may have sent its close frame, a wrong one,
  // and its frames are read no more.
  @Override
  void writeEnd(CloseCause cause, String detail) {
    WebSocketCloseStatus status = statusOf(cause);
    CloseWebSocketFrame close = new CloseWebSocketFrame(status.code(), shortened(detail));
    if (cause == CloseCause.PROTOCOL_VIOLATION) {
      Closing.gently(channel(), close, limits());
    } else {
      channel().writeAndFlush(close);
    }
  }

  @Override
  @Nullable ProtocolViolation violationIn(Throwable thrown) {
    if (thrown instanceof CorruptedWebSocketFrameException corrupted) {
      violationStatus = corrupted.closeStatus();
      return new ProtocolViolation("WebSocket: " + corrupted.getMessage());
    }
    return thrown.getCause() instanceof ProtocolViolation broken ? broken : null;
  }

  private void violate(WebSocketCloseStatus status, String what) {
    violationStatus = status;
    violate(new ProtocolViolation(what));
  }

  private WebSocketCloseStatus statusOf(CloseCause cause) {
    return switch (cause) {
      case NORMAL, PEER_CLOSED -> WebSocketCloseStatus.NORMAL_CLOSURE;
      case PROTOCOL_VIOLATION -> violationStatus;
      case SHUTDOWN -> WebSocketCloseStatus.ENDPOINT_UNAVAILABLE;
      case HANDSHAKE_TIMEOUT, REFUSED, SLOW_READER, KILLED, PING_TIMEOUT ->
          WebSocketCloseStatus.POLICY_VIOLATION;
      case LIMIT -> WebSocketCloseStatus.TRY_AGAIN_LATER;
      case IO_ERROR, INTERNAL_ERROR -> WebSocketCloseStatus.INTERNAL_SERVER_ERROR;
    };
  }

  private static String shortened(String reason) {
    byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= REASON_BYTES_MAX) {
      return reason;
    }
    int end = REASON_BYTES_MAX;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--; // not within a character
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
