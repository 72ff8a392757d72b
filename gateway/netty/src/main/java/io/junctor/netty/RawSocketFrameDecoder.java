package io.junctor.netty;

import io.junctor.wamp.message.ProtocolViolation;
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
    if (in.readableBytes() < RawSocketFrame.HEADER_BYTES) {
      return;
    }
    int first = in.getUnsignedByte(in.readerIndex());
    int length = (first & 0x08) << 21 | in.getUnsignedMedium(in.readerIndex() + 1);
    RawSocketFrame.Type type = check(first, length);
    if (in.readableBytes() < RawSocketFrame.HEADER_BYTES + length) {
      return;
    }
    in.skipBytes(RawSocketFrame.HEADER_BYTES);
    byte[] payload = new byte[length];
    in.readBytes(payload);
    out.add(new RawSocketFrame(type, payload));
  }

  private RawSocketFrame.Type check(int first, int length) {
    if ((first & 0xF0) != 0) {
      throw refuse("RawSocket frame 0x%02X: expected reserved bits 0".formatted(first));
    }
    RawSocketFrame.Type type = RawSocketFrame.type(first & 0x07);
    if (type == null) {
      throw refuse(
          "RawSocket frame 0x%02X: expected type 0..2, got %d".formatted(first, first & 0x07));
    }
    if (length > frameBytesMax) {
      throw refuse(
          "RawSocket frame: expected at most %d bytes, got %d".formatted(frameBytesMax, length));
    }
    return type;
  }

  private ProtocolViolation refuse(String why) {
    broken = true;
    return new ProtocolViolation(why);
  }
}
