package io.junctor.hil.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line that misbehaves as it is told: a TCP proxy on loopback, with two threads for each
 * connection. It knows no frames, so whatever it cuts it cuts in the middle of one.
 */
public final class FaultProxy implements AutoCloseable {

  /** What it does to bytes, until told otherwise. */
  public enum Fault {
    /** Passes them on. */
    NONE,
    /** Passes them on late. */
    DELAY,
    /** Passes on some kilobytes a second. */
    THROTTLE,
    /** Passes on one byte at a time. */
    BYTES,
    /** Passes nothing on, and says nothing. */
    STALL,
    /** Passes nothing on that comes back from the target, and says nothing. */
    STALL_ANSWERS,
    /** Breaks off in the middle of what comes next, by a reset, and takes new connections. */
    CUT,
    /** Resets each connection at once. */
    REFUSE
  }

  private static final int CHUNK_BYTES = 8192;
  private static final int DELAY_MILLIS = 40;
  private static final int PIECE_BYTES = 256;
  private static final int PIECE_MILLIS = 8; // 32 KB/s
  private static final int STALL_MILLIS = 10;

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicBoolean cutNext = new AtomicBoolean();
  private final Set<Socket> swallowing = ConcurrentHashMap.newKeySet();
  private volatile Fault fault = Fault.NONE;
  private volatile int target;

  private FaultProxy() throws IOException {}

  /** Starts one that leads to a port of this machine. */
  public static FaultProxy to(int target) throws IOException {
    FaultProxy proxy = new FaultProxy();
    proxy.target = target;
    Thread.ofVirtual().name("fault-proxy").start(proxy::accept);
    return proxy;
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** How many connections it has passed on. */
  public int connections() {
    return connections.get();
  }

  /** Leads new connections to another port. */
  public void leadTo(int port) {
    target = port;
  }

  /** From now on it misbehaves like that. */
  public void be(Fault next) {
    cutNext.set(next == Fault.CUT);
    fault = next;
    if (next == Fault.REFUSE) {
      reset();
    }
  }

  /** Swallows what both ends of the present connections say; new ones are passed on. */
  public void swallow() {
    swallowing.addAll(open);
  }

  /** Resets every connection. */
  public void reset() {
    open.forEach(FaultProxy::reset);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // it is gone already
    }
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket edge = server.accept();
        if (fault == Fault.REFUSE) {
          reset(edge);
        } else {
          passOn(edge);
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void passOn(Socket edge) {
    Socket cloud;
    try {
      cloud = new Socket(InetAddress.getLoopbackAddress(), target);
      edge.setTcpNoDelay(true);
      cloud.setTcpNoDelay(true);
    } catch (IOException e) {
      reset(edge); // the target is not there
      return;
    }
    connections.incrementAndGet();
    open.add(edge);
    open.add(cloud);
    Thread.ofVirtual().start(() -> pump(edge, cloud, false));
    Thread.ofVirtual().start(() -> pump(cloud, edge, true));
  }

  private void pump(Socket from, Socket to, boolean isAnswer) {
    byte[] chunk = new byte[CHUNK_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        if (!swallowing.contains(from)) {
          write(out, chunk, count, isAnswer);
        }
      }
    } catch (IOException e) {
      // an end is as good as another
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reset(from);
      reset(to);
      open.remove(from);
      open.remove(to);
      swallowing.remove(from);
      swallowing.remove(to);
    }
  }

  private void write(OutputStream out, byte[] chunk, int count, boolean isAnswer)
      throws IOException, InterruptedException {
    while (fault == Fault.STALL || (isAnswer && fault == Fault.STALL_ANSWERS)) {
      Thread.sleep(STALL_MILLIS);
    }
    if (cutNext.compareAndSet(true, false)) {
      out.write(chunk, 0, (count + 1) / 2);
      throw new IOException("cut");
    }
    switch (fault) {
      case DELAY -> {
        Thread.sleep(DELAY_MILLIS);
        out.write(chunk, 0, count);
      }
      case THROTTLE -> writePieces(out, chunk, count, PIECE_BYTES, PIECE_MILLIS);
      case BYTES -> writePieces(out, chunk, count, 1, 0);
      case NONE, STALL, STALL_ANSWERS, CUT, REFUSE -> out.write(chunk, 0, count);
    }
  }

  private static void writePieces(
      OutputStream out, byte[] chunk, int count, int pieceBytes, int pauseMillis)
      throws IOException, InterruptedException {
    for (int at = 0; at < count; at += pieceBytes) {
      out.write(chunk, at, Math.min(pieceBytes, count - at));
      Thread.sleep(pauseMillis);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    reset();
  }
}
