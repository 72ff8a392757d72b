package io.junctor.drivers.modbus.tcp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each request with the next prepared answer; without one it keeps silent. */
final class ScriptedServer implements AutoCloseable {

  /** What to do with one request, given its transaction and that of the one before. */
  @FunctionalInterface
  private interface Step {
    void run(Socket socket, int transaction, int before) throws IOException;
  }

  private final ServerSocket listening;
  private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  private ScriptedServer(ServerSocket listening) {
    this.listening = listening;
  }

  static ScriptedServer start(int port) {
    try {
      ServerSocket listening = new ServerSocket();
      listening.setReuseAddress(true);
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      ScriptedServer server = new ScriptedServer(listening);
      Thread.ofVirtual().start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  /** Without their transaction ids. */
  List<String> requests() {
    return requests;
  }

  /** Protocol, length, unit and PDU in hex; the transaction id is that of the request. */
  ScriptedServer answer(String hex) {
    steps.add(
        (socket, transaction, before) -> {
          if (!hex.isEmpty()) {
            send(socket, transaction, hex);
          }
        });
    return this;
  }

  ScriptedServer answerBoth(String toTheOneBefore, String toThis) {
    steps.add(
        (socket, transaction, before) -> {
          send(socket, before, toTheOneBefore);
          send(socket, transaction, toThis);
        });
    return this;
  }

  ScriptedServer answerRaw(String hex) {
    steps.add((socket, transaction, before) -> socket.getOutputStream().write(bytes(hex)));
    return this;
  }

  ScriptedServer hangUp() {
    steps.add((socket, transaction, before) -> socket.close());
    return this;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        connections.incrementAndGet();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  private void serve(Socket socket) {
    try {
      DataInputStream input = new DataInputStream(socket.getInputStream());
      int before = -1;
      while (true) {
        int transaction = input.readUnsignedShort();
        byte[] head = input.readNBytes(4);
        byte[] rest = input.readNBytes((head[2] & 0xFF) << 8 | head[3] & 0xFF);
        requests.add(HexFormat.of().formatHex(head) + HexFormat.of().formatHex(rest));
        Step step = steps.poll();
        if (step != null) {
          step.run(socket, transaction, before);
        }
        before = transaction;
      }
    } catch (IOException closed) {
      // by one side or the other
    }
  }

  private static void send(Socket socket, int transaction, String hex) throws IOException {
    byte[] rest = bytes(hex);
    byte[] frame = new byte[2 + rest.length];
    frame[0] = (byte) (transaction >> 8);
    frame[1] = (byte) transaction;
    System.arraycopy(rest, 0, frame, 2, rest.length);
    socket.getOutputStream().write(frame);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
