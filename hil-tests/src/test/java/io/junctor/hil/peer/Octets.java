package io.junctor.hil.peer;

import io.junctor.wamp.message.Format;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A connection that knows nothing but octets, and a little of RawSocket and WebSocket frames. */
public final class Octets implements AutoCloseable {

  /** What anything that the router owes may take on a busy machine. */
  public static final int PATIENCE_MILLIS = 30_000;

  private static final int PING = 1;
  private static final int PONG = 2;

  private final Socket socket;
  private final InputStream in;

  /** Over a connection that is there. */
  public Octets(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    this.in = socket.getInputStream();
  }

  /** To a port of loopback. */
  public static Octets to(int port) throws IOException {
    return new Octets(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Where it comes from. */
  public int localPort() {
    return socket.getLocalPort();
  }

  /** Sends octets. */
  public Octets send(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
    return this;
  }

  /** Sends octets written as digits. */
  public Octets sendHex(String hex) throws IOException {
    return send(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /** Sends text. */
  public Octets sendText(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Asks to go on as a WebSocket; {@link #readHead} has the answer.
   *
   * @param port where it is connected to.
   * @param headers further ones, each with the end of its line.
   */
  public Octets sendUpgrade(int port, String path, Format format, String headers)
      throws IOException {
    return sendText(
        ("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: wamp.2.%s\r\n%s\r\n")
            .formatted(path, port, format.id(), headers));
  }

  /** The next octets. */
  public byte[] read(int length) throws IOException {
    byte[] octets = in.readNBytes(length);
    if (octets.length < length) {
      throw new EOFException("expected " + length + " octets, got " + octets.length);
    }
    return octets;
  }

  /** The next octets as digits. */
  public String readHex(int length) throws IOException {
    return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(read(length));
  }

  /**
   * How a stream ended.
   *
   * @param octets what came before; only read.
   * @param isReset whether it was broken off instead of ended.
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record End(byte[] octets, boolean isReset) {}

  /** Everything until the other side ends the stream. */
  public End readEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    try {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        all.write(chunk, 0, count);
      }
      return new End(all.toByteArray(), false);
    } catch (SocketException reset) {
      return new End(all.toByteArray(), true);
    }
  }

  /** Everything until the other side ends the stream; a reset counts as the end. */
  public byte[] readToEnd() throws IOException {
    End end = readEnd();
    return end.isReset() ? new byte[0] : end.octets();
  }

  /** An HTTP head, up to and with the empty line. */
  public String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) read(1)[0]);
    }
    return head.toString();
  }

  /** Sends a RawSocket message. */
  public Octets sendRaw(String message) throws IOException {
    byte[] octets = message.getBytes(StandardCharsets.UTF_8);
    return send(ByteBuffer.allocate(4 + octets.length).putInt(octets.length).put(octets).array());
  }

  /** The next RawSocket message; pings on the way are answered. */
  public String readRaw() throws IOException {
    while (true) {
      int header = ByteBuffer.wrap(read(4)).getInt();
      byte[] payload = read(header & 0xFF_FFFF);
      int type = header >>> 24;
      if (type == PING) {
        send(
            ByteBuffer.allocate(4 + payload.length)
                .putInt(PONG << 24 | payload.length)
                .put(payload)
                .array());
      } else if (type != PONG) {
        return new String(payload, StandardCharsets.UTF_8);
      }
    }
  }

  /** Sends a masked WebSocket frame; the mask is zero, so the payload stays as it is. */
  public Octets sendFrame(int first, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.putInt(0).put(payload);
    return send(java.util.Arrays.copyOf(frame.array(), frame.position()));
  }

  /** The next WebSocket frame's first octet, and its payload behind it. */
  public byte[] readFrame() throws IOException {
    byte[] head = read(2);
    int length = head[1] & 0x7F;
    if (length == 126) {
      length = ByteBuffer.wrap(read(2)).getShort() & 0xFFFF;
    } else if (length == 127) {
      length = (int) ByteBuffer.wrap(read(8)).getLong();
    }
    byte[] payload = read(length);
    return ByteBuffer.allocate(1 + length).put(head[0]).put(payload).array();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
