package io.junctor.netty;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A peer that knows nothing but bytes. */
final class RawPeer implements AutoCloseable {

  private static final int READ_TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;

  private RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    this.in = socket.getInputStream();
  }

  static RawPeer to(NettyListener listener) throws IOException {
    return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), listener.port()));
  }

  /** With a small receive window, so that the sender soon notices that nobody reads. */
  static RawPeer slowTo(NettyListener listener) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(
        new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()));
    return new RawPeer(socket);
  }

  static RawPeer of(Socket accepted) throws IOException {
    return new RawPeer(accepted);
  }

  RawPeer send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  RawPeer sendHex(String hex) throws IOException {
    return send(hex(hex));
  }

  RawPeer sendText(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** In pieces, each in a segment of its own as far as the system allows. */
  RawPeer sendInChunks(byte[] bytes, int chunkSize) throws IOException {
    for (int from = 0; from < bytes.length; from += chunkSize) {
      socket.getOutputStream().write(bytes, from, Math.min(chunkSize, bytes.length - from));
    }
    return this;
  }

  byte[] read(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(
          "expected " + length + " bytes, got " + HexFormat.of().formatHex(bytes));
    }
    return bytes;
  }

  String readHex(int length) throws IOException {
    return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(read(length));
  }

  /** Everything until the other side ends the stream; a reset counts as the end. */
  byte[] readToEnd() throws IOException {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    byte[] some = new byte[4096];
    try {
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        all.write(some, 0, n);
      }
    } catch (java.net.SocketException reset) {
      // the end, too
    }
    return all.toByteArray();
  }

  /** An HTTP head, up to and with the empty line. */
  String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException("expected an HTTP head, got " + head);
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
