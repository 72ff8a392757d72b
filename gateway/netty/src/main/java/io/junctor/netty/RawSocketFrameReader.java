package io.junctor.netty;

import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.rawsocket.FrameHeader;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to RawSocket frames. A frame longer than we announced is refused at its header, before any
 * of it is kept.
 */
final class RawSocketFrameReader extends FrameReader {

  static final String NAME = "rawsocket-frames";

  private final int frameBytesMax;

  RawSocketFrameReader(int frameBytesMax) {
    this.frameBytesMax = frameBytesMax;
  }

  @Override
  @Nullable RawSocketFrame next(ByteBuf in) {
    if (in.readableBytes() < FrameHeader.BYTES) {
      return null;
    }
    FrameHeader header = header(in.getInt(in.readerIndex()));
    if (in.readableBytes() < FrameHeader.BYTES + header.length()) {
      return null;
    }
    byte[] payload = new byte[header.length()];
    in.skipBytes(FrameHeader.BYTES).readBytes(payload);
    return new RawSocketFrame(header.type(), payload);
  }

  private FrameHeader header(int octets) {
    try {
      return FrameHeader.of(octets, frameBytesMax);
    } catch (ProtocolViolation v) {
      throw new DecoderException(v);
    }
  }
}
