package io.junctor.app.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * Sends one datagram to a Unix socket. The JDK has stream sockets of that family only, so this
 * calls the C library. A socket for each datagram: there is one every few seconds. Any thread.
 */
final class UnixDatagram {

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;

  /** sun_path of unix(7). */
  private static final int PATH_BYTES = 108;

  private static final long FAMILY_BYTES = 2;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final MethodHandle socket = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private final MethodHandle sendTo =
      function("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private final MethodHandle close = function("close", JAVA_INT, JAVA_INT);

  private final byte[] path;

  /**
   * Datagrams to one place.
   *
   * @param address a path, or {@code @name} for the abstract name space.
   * @throws IllegalArgumentException when it is neither, or too long.
   */
  UnixDatagram(String address) {
    path = address.getBytes(StandardCharsets.UTF_8);
    if (path.length < 2 || path.length > PATH_BYTES || (path[0] != '/' && path[0] != '@')) {
      throw new IllegalArgumentException(
          "socket: expected /path or @name of at most %d bytes, got '%s'"
              .formatted(PATH_BYTES, address));
    }
    if (path[0] == '@') {
      path[0] = 0;
    }
  }

  @SuppressWarnings("restricted") // calling the C library is what this class is for
  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  /** Sends; does not wait for the receiver to read it. */
  void send(String text) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      MemorySegment address = arena.allocate(FAMILY_BYTES + PATH_BYTES);
      address.set(JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(path, 0, address, JAVA_BYTE, FAMILY_BYTES, path.length);
      MemorySegment data = arena.allocateFrom(JAVA_BYTE, text.getBytes(StandardCharsets.UTF_8));
      int length = (int) FAMILY_BYTES + path.length;
      int fd = (int) socket.invokeExact(state, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      check("socket", fd, state);
      try {
        long sent = (long) sendTo.invokeExact(state, fd, data, data.byteSize(), 0, address, length);
        check("sendto", sent, state);
      } finally {
        int _ = (int) close.invokeExact(state, fd);
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      // invokeExact declares Throwable; a downcall itself throws only on a wrong signature
      throw new IllegalStateException("calling the C library went wrong", e);
    }
  }

  private static void check(String call, long result, MemorySegment state) throws IOException {
    if (result < 0) {
      throw new IOException(call + ": errno " + (int) ERRNO.get(state, 0L));
    }
  }
}
