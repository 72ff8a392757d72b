package io.junctor.hil.peer;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * RawSocket by hand, over TCP or a Unix socket.
 *
 * <pre>
 * handshake  7F | LLLL SSSS | 00 00     L: 2^(9+L) bytes, S: serializer
 * frame      0000 0TTT | length, 24 bit T: 0 message, 1 ping, 2 pong
 * </pre>
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-rawsocket-transport">WAMP:
 *     RawSocket Transport</a>
 */
public final class RawSocketLink implements Link {

  private static final int MAGIC = 0x7F;
  private static final int LENGTH_EXPONENT_MIN = 9;
  private static final int OUR_LENGTH = 15; // 2^24 bytes
  private static final int MESSAGE = 0;
  private static final int PING = 1;
  private static final int PONG = 2;
  private static final int HEADER_BYTES = 4;

  /** Small, so that a reader that pauses fills it soon. */
  private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

  private final SocketChannel channel;
  private final Serializer serializer;
  private final int frameBytesMax;
  private final Inbox inbox = new Inbox();
  private final BlockingQueue<byte[]> pongs = new LinkedBlockingQueue<>(16);
  private final Semaphore mayRead = new Semaphore(1); // held while the test pauses reading

  private RawSocketLink(SocketChannel channel, Format format, int frameBytesMax) {
    this.channel = channel;
    this.serializer = Serializers.of(format);
    this.frameBytesMax = frameBytesMax;
  }

  /** Opens a link to a TCP or Unix address; fails when the router refuses the handshake. */
  public static RawSocketLink open(SocketAddress address, Format format) {
    try {
      SocketChannel channel = connect(address);
      ByteBuffer answer = handshake(channel, (OUR_LENGTH << 4) | format.rawSocketId());
      if (answer.get(0) != MAGIC || (answer.get(1) & 0x0F) != format.rawSocketId()) {
        channel.close();
        throw new AssertionError("handshake refused: " + HexFormat.of().formatHex(answer.array()));
      }
      int frameBytesMax = 1 << (LENGTH_EXPONENT_MIN + ((answer.get(1) & 0xF0) >> 4));
      RawSocketLink link = new RawSocketLink(channel, format, frameBytesMax);
      Thread.ofPlatform().daemon().name("rawsocket-reader").start(link::readUntilEnd);
      return link;
    } catch (IOException e) {
      throw new UncheckedIOException("RawSocket to " + address, e);
    }
  }

  /** Sends the second octet of a handshake and returns the four octets of the answer. */
  public static byte[] handshakeAnswer(SocketAddress address, int secondOctet) {
    try (SocketChannel channel = connect(address)) {
      return handshake(channel, secondOctet).array();
    } catch (IOException e) {
      throw new UncheckedIOException("RawSocket to " + address, e);
    }
  }

  private static SocketChannel connect(SocketAddress address) throws IOException {
    if (address instanceof UnixDomainSocketAddress) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(address);
      return channel;
    }
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.connect((InetSocketAddress) address);
    return channel;
  }

  private static ByteBuffer handshake(SocketChannel channel, int secondOctet) throws IOException {
    writeAll(channel, ByteBuffer.wrap(new byte[] {MAGIC, (byte) secondOctet, 0, 0}));
    ByteBuffer answer = ByteBuffer.allocate(HEADER_BYTES);
    readAll(channel, answer);
    return answer;
  }

  /** The largest frame the router says it takes. */
  public int frameBytesMax() {
    return frameBytesMax;
  }

  @Override
  public void send(Message message) {
    sendFrame(serializer.encode(message));
  }

  @Override
  public void sendFrame(byte[] frame) {
    sendFrame(MESSAGE, frame);
  }

  /** Sends a frame header only, announcing a length. */
  public void sendHeader(int firstOctet, int length) {
    try {
      writeAll(channel, header(firstOctet, length).flip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void sendFrame(int type, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + payload.length);
    frame.put(header(type, payload.length).flip()).put(payload).flip();
    try {
      writeAll(channel, frame);
    } catch (IOException e) {
      throw new UncheckedIOException("the link is gone", e);
    }
  }

  private static ByteBuffer header(int firstOctet, int length) {
    return ByteBuffer.allocate(HEADER_BYTES).putInt((firstOctet << 24) | length);
  }

  @Override
  public Message receive(String wanted) {
    return inbox.next(wanted);
  }

  @Override
  public void awaitEnd() {
    inbox.awaitEnd();
  }

  @Override
  public byte[] ping(byte[] payload) {
    sendFrame(PING, payload);
    try {
      byte[] pong = pongs.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (pong == null) {
        throw new AssertionError("expected a PONG, got nothing within " + PATIENCE);
      }
      return pong;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void pauseReading() {
    mayRead.acquireUninterruptibly();
  }

  @Override
  public void resumeReading() {
    mayRead.release();
  }

  @Override
  public void cut() {
    try {
      if (channel.getLocalAddress() instanceof InetSocketAddress) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // a reset, as from a crashed host
      }
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readUntilEnd() {
    try {
      while (true) {
        mayRead.acquireUninterruptibly();
        mayRead.release();
        readFrame();
      }
    } catch (IOException e) {
      inbox.ended(e.toString());
    } catch (RuntimeException e) {
      inbox.ended("the router sent what is no frame or message: " + e);
    }
  }

  private void readFrame() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    readAll(channel, header);
    int type = header.get(0);
    ByteBuffer payload = ByteBuffer.allocate(header.getInt(0) & 0xFF_FFFF);
    readAll(channel, payload);
    switch (type) {
      case MESSAGE -> inbox.received(serializer.decode(payload.array()));
      case PING -> sendFrame(PONG, payload.array());
      case PONG -> pongs.add(payload.array());
      default -> throw new IllegalStateException("frame type " + type);
    }
  }

  private static void readAll(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the router closed the connection");
      }
    }
  }

  private static void writeAll(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
