package io.junctor.drivers.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.junctor.drivers.linux.kernel.Errno;
import io.junctor.drivers.linux.kernel.ErrnoException;
import io.junctor.drivers.linux.kernel.GpioChipInfoStruct;
import io.junctor.drivers.linux.kernel.GpioV2LineEvent;
import io.junctor.drivers.linux.kernel.GpioV2LineInfo;
import io.junctor.drivers.linux.kernel.GpioV2LineRequest;
import io.junctor.drivers.linux.kernel.GpioV2LineValues;
import io.junctor.drivers.linux.kernel.I2cDev;
import io.junctor.drivers.linux.kernel.I2cMsg;
import io.junctor.drivers.linux.kernel.I2cRdwrIoctlData;
import io.junctor.drivers.linux.kernel.I2cSmbusIoctlData;
import io.junctor.drivers.linux.kernel.Kernel;
import io.junctor.drivers.linux.kernel.PollFd;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A kernel with one GPIO chip of two lines, DOOR and VALVE, and one I2C adapter with a 256-byte
 * chip at 0x50. What it cannot show, the real one does in the hardware tests.
 */
final class FakeKernel implements Kernel {

  static final int EVENTS_MAX = 64;

  final List<GpioV2LineRequest> requests = new ArrayList<>();
  final Map<String, Integer> openErrors = new HashMap<>(); // node name -> errno
  final boolean[] values = new boolean[2];
  final boolean[] used = new boolean[2];
  final byte[] registers = new byte[256];
  final List<String> i2cLog = new ArrayList<>();
  long functions = 0xFFFF_FFFFL;
  int lineError; // errno of the next line requests and values, 0 for none
  int i2cError;

  private final Map<Integer, String> nodes = new HashMap<>(); // descriptor -> node name
  private final Map<Integer, Integer> lines = new HashMap<>(); // descriptor -> line offset
  private final Map<Integer, ArrayDeque<GpioV2LineEvent>> events = new HashMap<>();
  private boolean isWoken;
  private boolean isRemoved;
  private int wakeFd = -1;
  private int nextFd = 3;
  private int slave = -1;

  /** Open descriptors, for leak checks. */
  synchronized int openDescriptors() {
    return nodes.size() + lines.size();
  }

  /** An edge on a line that is open. */
  synchronized void edge(int offset, GpioV2LineEvent event) {
    lines.forEach(
        (fd, line) -> {
          if (line == offset) {
            events.computeIfAbsent(fd, key -> new ArrayDeque<>(EVENTS_MAX)).add(event);
          }
        });
    notifyAll();
  }

  /** The chip goes away. */
  synchronized void remove() {
    isRemoved = true;
    lineError = Errno.ENODEV;
    notifyAll();
  }

  @Override
  public synchronized int open(String path, int flags) throws ErrnoException {
    String node = String.valueOf(Path.of(path).getFileName());
    if (openErrors.containsKey(node)) {
      throw new ErrnoException("open " + path, openErrors.get(node));
    }
    nodes.put(nextFd, node);
    return nextFd++;
  }

  @Override
  public synchronized void close(int fd) {
    Integer line = lines.remove(fd);
    if (line != null) {
      used[line] = false;
    } else if (nodes.remove(fd) == null && fd != wakeFd) {
      throw new AssertionError("closed a descriptor that is not open: " + fd);
    }
  }

  @Override
  public synchronized int ioctl(int fd, String name, long request, MemorySegment argument)
      throws ErrnoException {
    if (request == GpioChipInfoStruct.GPIO_GET_CHIPINFO) {
      new GpioChipInfoStruct("gpiochip0", "fake", 2).write(argument);
    } else if (request == GpioV2LineInfo.GPIO_V2_GET_LINEINFO) {
      int offset = GpioV2LineInfo.offset(argument);
      new GpioV2LineInfo(
              offset == 0 ? "DOOR" : "VALVE",
              used[offset] ? "test" : "",
              offset,
              used[offset] ? 1 : 0)
          .write(argument);
    } else if (request == GpioV2LineRequest.GPIO_V2_GET_LINE) {
      requestLine(name, argument);
    } else if (request == GpioV2LineValues.GPIO_V2_LINE_GET_VALUES) {
      failIf(name, lineError);
      new GpioV2LineValues(values[lines.get(fd)] ? 1 : 0, 1).write(argument);
    } else if (request == GpioV2LineValues.GPIO_V2_LINE_SET_VALUES) {
      failIf(name, lineError);
      values[lines.get(fd)] = GpioV2LineValues.read(argument).bits() == 1;
    } else if (request == I2cDev.I2C_FUNCS) {
      argument.set(JAVA_LONG, 0, functions);
    } else if (request == I2cSmbusIoctlData.I2C_SMBUS) {
      failIf(name, slave == 0x50 ? i2cError : Errno.ENXIO);
      smbus(I2cSmbusIoctlData.read(argument));
    } else if (request == I2cRdwrIoctlData.I2C_RDWR) {
      failIf(name, i2cError);
      plain(I2cRdwrIoctlData.read(argument));
    } else {
      throw new AssertionError("unknown request " + name);
    }
    return 0;
  }

  @Override
  public synchronized int ioctl(int fd, String name, long request, long argument) {
    if (request != I2cDev.I2C_SLAVE) {
      throw new AssertionError("unknown request " + name);
    }
    slave = (int) argument;
    i2cLog.add("slave " + Integer.toHexString(slave));
    return 0;
  }

  private void requestLine(String name, MemorySegment argument) throws ErrnoException {
    failIf(name, lineError);
    GpioV2LineRequest line = GpioV2LineRequest.read(argument);
    failIf(name, used[line.offset()] ? Errno.EBUSY : 0);
    requests.add(line);
    used[line.offset()] = true;
    lines.put(nextFd, line.offset());
    GpioV2LineRequest.fd(argument, nextFd++);
  }

  private void smbus(I2cSmbusIoctlData call) {
    MemorySegment data = call.data().reinterpret(34);
    i2cLog.add((call.isRead() ? "read " : "write ") + call.size() + " " + call.command());
    int length =
        switch (call.size()) {
          case I2cSmbusIoctlData.WORD_DATA -> 2;
          case I2cSmbusIoctlData.I2C_BLOCK_DATA -> data.get(JAVA_BYTE, 0);
          case I2cSmbusIoctlData.QUICK -> 0;
          default -> 1;
        };
    int start = call.size() == I2cSmbusIoctlData.I2C_BLOCK_DATA ? 1 : 0;
    for (int i = 0; i < length; i++) {
      if (call.isRead()) {
        data.set(JAVA_BYTE, start + i, registers[call.command() + i]);
      } else {
        registers[call.command() + i] = data.get(JAVA_BYTE, start + i);
      }
    }
  }

  private void plain(I2cRdwrIoctlData call) {
    MemorySegment messages = call.messages().reinterpret(I2cMsg.LAYOUT.byteSize() * call.count());
    for (int i = 0; i < call.count(); i++) {
      I2cMsg message = I2cMsg.read(messages, i);
      MemorySegment buffer = message.buffer().reinterpret(message.length());
      if (message.isRead()) {
        buffer.fill((byte) 0x5A);
      }
      i2cLog.add(
          (message.isRead() ? "R " : "W ")
              + Integer.toHexString(message.address())
              + " "
              + HexFormat.of().formatHex(buffer.toArray(JAVA_BYTE)));
    }
  }

  private static void failIf(String name, int errno) throws ErrnoException {
    if (errno != 0) {
      throw new ErrnoException(name, errno);
    }
  }

  @Override
  public synchronized long read(int fd, MemorySegment buffer) throws ErrnoException {
    if (fd == wakeFd) {
      isWoken = false;
      return 8;
    }
    failIf("read", lineError);
    ArrayDeque<GpioV2LineEvent> queue = events.getOrDefault(fd, new ArrayDeque<>());
    long size = GpioV2LineEvent.LAYOUT.byteSize();
    long bytes = 0;
    while (!queue.isEmpty() && bytes + size <= buffer.byteSize()) {
      queue.remove().write(buffer.asSlice(bytes, size));
      bytes += size;
    }
    return bytes;
  }

  @Override
  public synchronized long write(int fd, MemorySegment buffer) {
    isWoken = true;
    notifyAll();
    return 8;
  }

  @Override
  public synchronized int poll(MemorySegment fds, int count, int timeoutMillis)
      throws ErrnoException {
    while (true) {
      int ready = 0;
      for (int i = 0; i < count; i++) {
        PollFd asked = PollFd.read(fds, i);
        short happened = happened(asked.fd());
        new PollFd(asked.fd(), asked.events(), happened).write(fds, i);
        ready += happened != 0 ? 1 : 0;
      }
      if (ready > 0) {
        return ready;
      }
      try {
        TimeUnit.SECONDS.timedWait(this, 10);
      } catch (InterruptedException e) {
        throw new ErrnoException("poll", Errno.EINTR);
      }
    }
  }

  private short happened(int fd) {
    if (fd == wakeFd) {
      return isWoken ? PollFd.POLLIN : 0;
    }
    if (!lines.containsKey(fd)) {
      return PollFd.POLLNVAL;
    }
    if (isRemoved) {
      return PollFd.POLLERR | PollFd.POLLHUP;
    }
    return events.containsKey(fd) && !events.get(fd).isEmpty() ? PollFd.POLLIN : 0;
  }

  @Override
  public synchronized int eventFd() {
    wakeFd = nextFd++;
    return wakeFd;
  }
}
