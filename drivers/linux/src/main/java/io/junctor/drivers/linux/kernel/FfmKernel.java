package io.junctor.drivers.linux.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The real kernel, called through the C library by {@code java.lang.foreign}.
 *
 * <p>Each call: a confined arena for errno, the call, and an {@link ErrnoException} if it returned
 * -1. The process needs {@code --enable-native-access} (or the manifest attribute) for this module.
 */
public final class FfmKernel implements Kernel {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final int EFD_NONBLOCK = 0x800;
  private static final int EFD_CLOEXEC = O_CLOEXEC;

  private final MethodHandle open = function("open", 2, JAVA_INT, ADDRESS, JAVA_INT);
  private final MethodHandle close = function("close", -1, JAVA_INT, JAVA_INT);
  private final MethodHandle ioctlPointer =
      function("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  private final MethodHandle ioctlNumber =
      function("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private final MethodHandle read = function("read", -1, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private final MethodHandle write = function("write", -1, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private final MethodHandle poll = function("poll", -1, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private final MethodHandle eventfd = function("eventfd", -1, JAVA_INT, JAVA_INT, JAVA_INT);

  /** A call that returns an int or a long, given the segment errno is captured in. */
  @FunctionalInterface
  private interface Invocation {
    long invoke(MemorySegment state) throws Throwable;
  }

  /**
   * Looks a function of the C library up.
   *
   * @param firstVariadic index of its first variadic argument, -1 for none
   */
  @SuppressWarnings("restricted") // calling the C library is what this class is for
  private static MethodHandle function(
      String name, int firstVariadic, MemoryLayout result, MemoryLayout... arguments) {
    Linker.Option errno = Linker.Option.captureCallState("errno");
    Linker.Option[] options =
        firstVariadic < 0
            ? new Linker.Option[] {errno}
            : new Linker.Option[] {errno, Linker.Option.firstVariadicArg(firstVariadic)};
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        options);
  }

  @Override
  public int open(String path, int flags) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      return (int) call("open " + path, state -> (int) open.invokeExact(state, name, flags));
    }
  }

  @Override
  public void close(int fd) {
    try {
      call("close", state -> (int) close.invokeExact(state, fd));
    } catch (ErrnoException e) {
      // the descriptor is gone either way (close(2), "Dealing with error returns")
      System.getLogger(FfmKernel.class.getName())
          .log(System.Logger.Level.DEBUG, "close of descriptor failed", e);
    }
  }

  @Override
  public int ioctl(int fd, String name, long request, MemorySegment argument)
      throws ErrnoException {
    return (int) call(name, state -> (int) ioctlPointer.invokeExact(state, fd, request, argument));
  }

  @Override
  public int ioctl(int fd, String name, long request, long argument) throws ErrnoException {
    return (int) call(name, state -> (int) ioctlNumber.invokeExact(state, fd, request, argument));
  }

  @Override
  public long read(int fd, MemorySegment buffer) throws ErrnoException {
    return call("read", state -> (long) read.invokeExact(state, fd, buffer, buffer.byteSize()));
  }

  @Override
  public long write(int fd, MemorySegment buffer) throws ErrnoException {
    return call("write", state -> (long) write.invokeExact(state, fd, buffer, buffer.byteSize()));
  }

  @Override
  public int poll(MemorySegment fds, int count, int timeoutMillis) throws ErrnoException {
    try {
      return (int)
          call("poll", state -> (int) poll.invokeExact(state, fds, (long) count, timeoutMillis));
    } catch (ErrnoException e) {
      if (e.errno() == Errno.EINTR) {
        return 0;
      }
      throw e;
    }
  }

  @Override
  public int eventFd() throws ErrnoException {
    return (int)
        call("eventfd", state -> (int) eventfd.invokeExact(state, 0, EFD_NONBLOCK | EFD_CLOEXEC));
  }

  private static long call(String what, Invocation invocation) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      long result = invocation.invoke(state);
      if (result < 0) {
        throw new ErrnoException(what, (int) ERRNO.get(state, 0L));
      }
      return result;
    } catch (ErrnoException e) {
      throw e;
    } catch (Throwable e) {
      // invokeExact declares Throwable; a downcall itself throws only on a wrong signature
      throw new IllegalStateException("calling " + what + " went wrong", e);
    }
  }
}
