package io.junctor.netty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** WebSocket as a client writes and reads it, by hand. */
final class WebSocketFrames {

  /** First octets: FIN and the opcode. */
  static final int TEXT = 0x81;

  static final int BINARY = 0x82;

  private static final int CLOSE = 8;

  private WebSocketFrames() {}

  /** A frame of ours. */
  record Got(int first, byte[] payload) {

    boolean isCompressed() {
      return (first & 0x40) != 0;
    }

    boolean isClose() {
      return (first & 0x0F) == CLOSE;
    }
  }

  static String upgrade(String path, String headers) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: gateway.local\r\nConnection: keep-alive, Upgrade\r\n"
        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + headers
        + "\r\n";
  }

  /** A masked frame, as clients send them. */
  static byte[] frame(int first, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    if (payload.length < 126) {
      out.write(0x80 | payload.length);
    } else if (payload.length < 65_536) {
      out.write(0x80 | 126);
      out.write(payload.length >>> 8);
      out.write(payload.length);
    } else {
      out.write(0x80 | 127);
      out.writeBytes(new byte[4]);
      for (int shift = 24; shift >= 0; shift -= 8) {
        out.write(payload.length >>> shift);
      }
    }
    byte[] mask = {0x11, 0x22, 0x33, 0x44};
    out.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ mask[i % 4]);
    }
    return out.toByteArray();
  }

  static byte[] frame(int first, String payload) {
    return frame(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads one of our frames, which are not masked. */
  static Got read(RawPeer peer) throws IOException {
    byte[] head = peer.read(2);
    long length = head[1] & 0x7F;
    if (length >= 126) {
      byte[] extended = peer.read(length == 126 ? 2 : 8);
      length = 0;
      for (byte octet : extended) {
        length = length << 8 | (octet & 0xFF);
      }
    }
    return new Got(head[0] & 0xFF, peer.read((int) length));
  }

  /** Reads our frames until the close frame; gives its status. */
  static int closeStatus(RawPeer peer) throws IOException {
    Got got = read(peer);
    while (!got.isClose()) {
      got = read(peer);
    }
    return (got.payload()[0] & 0xFF) << 8 | (got.payload()[1] & 0xFF);
  }
}
