package io.junctor.app.fuzz;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * A listener of a running gateway, over sockets: each connection sends its pieces, half of them cut
 * into two writes, says that this was all, and must then be closed by the gateway. Each comes from
 * an address of its own in 127.0.0.0/8, so that bounds for one address do not end the work.
 */
final class WireTarget implements FuzzTarget {

  /** How long the gateway may take to close a link whose peer has sent its last. */
  private static final Duration HANG = Duration.ofSeconds(30);

  /** How long an answer is waited for that may not come, as what it answers may be wrong. */
  private static final int STEP_MILLIS = 30;

  private static final int BETWEEN_HEALTHY_CALLS = 100;

  private final Conversation conversation;
  private final FuzzGateway gateway;
  private final int port;
  private final int weight;
  private final Random random;
  private final ByteBuffer answers = ByteBuffer.allocateDirect(64 * 1024);
  private final Selector selector;
  private long connections;
  private long accepted;
  private boolean isFirst; // answer of a connection

  WireTarget(Conversation conversation, FuzzGateway gateway, int port, int weight, Random random)
      throws IOException {
    this.conversation = conversation;
    this.gateway = gateway;
    this.port = port;
    this.weight = weight;
    this.random = random;
    this.selector = Selector.open();
  }

  @Override
  public String name() {
    return conversation.name();
  }

  @Override
  public int weight() {
    return weight;
  }

  /** Connections so far whose beginning was understood; of all that were made. */
  String figures() {
    return accepted + " of " + connections + " connections understood";
  }

  @Override
  public void feed(int frames) throws Exception {
    for (int left = frames; left > 0; ) {
      List<byte[]> pieces = conversation.next(random);
      try {
        talk(pieces);
      } catch (IOException reset) {
        // closed in the middle, as a wrong piece deserves
      }
      left -= pieces.size();
      if (++connections % BETWEEN_HEALTHY_CALLS == 0) {
        gateway.requireHealthy();
      }
    }
  }

  private void talk(List<byte[]> pieces) throws IOException {
    try (SocketChannel channel = SocketChannel.open()) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.bind(new InetSocketAddress(anyLoopback(), 0));
      channel.connect(new InetSocketAddress("127.0.0.1", port));
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      isFirst = true;
      try {
        for (int i = 0; i < pieces.size(); i++) {
          byte[] piece = pieces.get(i);
          int cut = random.nextBoolean() ? piece.length : random.nextInt(piece.length);
          write(channel, ByteBuffer.wrap(piece, 0, cut));
          write(channel, ByteBuffer.wrap(piece, cut, piece.length - cut));
          if (i < conversation.steps()) {
            selector.select(STEP_MILLIS);
            selector.selectedKeys().clear();
            read(channel);
          }
        }
        channel.shutdownOutput();
        drain(channel);
      } finally {
        key.cancel();
      }
    } finally {
      selector.selectNow(); // forgets the cancelled key, whose socket stays open until then
    }
  }

  private InetAddress anyLoopback() throws IOException {
    byte[] address = {127, (byte) (1 + random.nextInt(250)), 1, (byte) (1 + random.nextInt(250))};
    return InetAddress.getByAddress(address);
  }

  /** Writes all of it, reading what comes meanwhile. */
  private void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    long end = System.nanoTime() + HANG.toNanos();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
      read(channel);
      if (System.nanoTime() > end) {
        throw hang("reads nothing");
      }
    }
  }

  private int read(SocketChannel channel) throws IOException {
    answers.clear();
    int count = channel.read(answers);
    if (count > 0 && isFirst) {
      isFirst = false;
      byte[] beginning = new byte[Math.min(count, conversation.accepted().length())];
      answers.get(0, beginning);
      String text = new String(beginning, StandardCharsets.ISO_8859_1);
      accepted += text.equals(conversation.accepted()) ? 1 : 0;
    }
    return count;
  }

  /** Reads until the gateway closes. */
  private void drain(SocketChannel channel) throws IOException {
    long end = System.nanoTime() + HANG.toNanos();
    while (true) {
      int count = read(channel);
      if (count < 0) {
        return;
      }
      if (count == 0) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw hang("has not closed a link whose peer has sent its last");
        }
        selector.select(left);
        selector.selectedKeys().clear();
      }
    }
  }

  private AssertionError hang(String what) {
    return new AssertionError(name() + ": the gateway " + what + " within " + HANG);
  }

  @Override
  public void settle() throws Exception {
    gateway.awaitNobodyElse();
    if (connections > 20 && accepted < connections / 3) {
      throw new AssertionError(name() + ": too wild to be understood: " + figures());
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
  }
}
