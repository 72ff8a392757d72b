package io.junctor.netty;

import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.rawsocket.FrameHeader;
import io.junctor.wamp.rawsocket.FrameType;
import io.junctor.wamp.serializer.Frame;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportAcceptor;
import io.junctor.wamp.transport.TransportDetails;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;

/**
 * A link over RawSocket.
 *
 * <p>A router pings only peers that ping it, unless its listener is told that all do, although the
 * specification lets it ping any: Autobahn has no code for PING, on Twisted it hangs up and on
 * asyncio it goes deaf. What is missed by that the kernel notices, see {@link NettyLoops}.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-rawsocket-transport">WAMP:
 *     RawSocket Transport</a>
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class NettyRawSocketTransport extends NettyTransport {

  // Carries nothing; any answer will do.
  private static final byte[] PING_PAYLOAD = {'j', 'u', 'n', 'c'};

  private final boolean pingsUnasked;

  /**
   * A link whose handshake is complete.
   *
   * @param pingsUnasked whether the peer is known to answer pings.
   */
  NettyRawSocketTransport(
      boolean pingsUnasked,
      Channel channel,
      TransportDetails details,
      Serializer serializer,
      LinkLimits limits,
      int peerFrameBytesMax,
      TransportAcceptor acceptor) {
    super(channel, details, serializer, limits, peerFrameBytesMax, acceptor);
    this.pingsUnasked = pingsUnasked;
  }

  @Override
  boolean pingsUnasked() {
    return pingsUnasked;
  }

  @Override
  public void append(ByteBuf batch, Frame frame) {
    batch.writeInt(FrameHeader.toInt(FrameType.MESSAGE, frame.length()));
    frame.writeTo(batch::writeBytes);
  }

  @Override
  void read(Object frame) {
    RawSocketFrame raw = (RawSocketFrame) frame;
    switch (raw.type()) {
      case MESSAGE -> deliver(raw.payload());
      case PING -> {
        onPeerKnowsPings();
        answerPing(raw.payload());
      }
      case PONG -> {
        // that it came is all there is to know
      }
    }
  }

  @Override
  ChannelFuture writePing() {
    ChannelFuture written = writeFrame(FrameType.PING, PING_PAYLOAD);
    channel().flush();
    return written;
  }

  @Override
  void writePong(byte[] payload) {
    writeFrame(FrameType.PONG, payload);
  }

  @Override
  void writeEnd(CloseCause cause, String detail) {
    Closing.gently(channel(), Unpooled.EMPTY_BUFFER, limits());
  }

  @Override
  @Nullable ProtocolViolation violationIn(Throwable thrown) {
    return thrown.getCause() instanceof ProtocolViolation broken ? broken : null;
  }

  private ChannelFuture writeFrame(FrameType type, byte[] payload) {
    ByteBuf header = channel().alloc().buffer(FrameHeader.BYTES);
    channel().write(header.writeInt(FrameHeader.toInt(type, payload.length)));
    return channel().write(Unpooled.wrappedBuffer(payload));
  }
}
