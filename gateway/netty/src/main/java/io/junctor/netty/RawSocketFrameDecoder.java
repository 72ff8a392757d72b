package io.junctor.netty;

import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.rawsocket.FrameHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Bytes to RawSocket frames. A frame longer than we announced is refused at its header, before any
 * of it is kept.
 */
final class RawSocketFrameDecoder extends ByteToMessageDecoder {

  static final String NAME = "rawsocket-frames";

  private final int frameBytesMax;
  private boolean broken;

  RawSocketFrameDecoder(int frameBytesMax) {
    this.frameBytesMax = frameBytesMax;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    while (in.readableBytes() >= FrameHeader.BYTES) {
      FrameHeader header = header(in.getInt(in.readerIndex()));
      if (in.readableBytes() < FrameHeader.BYTES + header.length()) {
        return;
      }
      in.skipBytes(FrameHeader.BYTES);
      byte[] payload = new byte[header.length()];
      in.readBytes(payload);
      out.add(new RawSocketFrame(header.type(), payload));
    }
  }

  private FrameHeader header(int octets) {
    try {
      return FrameHeader.of(octets, frameBytesMax);
    } catch (ProtocolViolation v) {
      broken = true;
      throw v;
    }
  }
}
