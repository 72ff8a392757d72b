package io.junctor.drivers.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioException.Kind;
import io.junctor.drivers.linux.kernel.ErrnoException;
import io.junctor.drivers.linux.kernel.GpioV2LineEvent;
import io.junctor.drivers.linux.kernel.Kernel;
import io.junctor.drivers.linux.kernel.PollFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread that waits with poll(2) for the edges of all lines and hands them to their
 * sources.
 *
 * <p>The thread starts with the first source. An eventfd wakes it when sources come or go. Each
 * round polls a snapshot of the sources; {@link #remove} waits until a round without the source has
 * begun, because the kernel keeps a line requested while a poll is looking at it, and its
 * descriptor may be given away again after closing.
 */
final class GpioEventLoop implements AutoCloseable {

  /** Something with a descriptor that gives line events. */
  interface Source {
    int fd();

    void onEvent(GpioV2LineEvent event);

    /** No more events will come. */
    void onLost(GpioException cause);

    String where();
  }

  private static final Logger LOG = LoggerFactory.getLogger(GpioEventLoop.class);

  /** As many as the kernel buffers for one line (16 per requested line). */
  private static final int EVENTS_PER_READ = 16;

  /**
   * A round takes as long as its listeners, which must return at once; after this something is very
   * wrong.
   */
  private static final long REMOVE_WAIT_MILLIS = 2_000;

  /** After an unexpected failure of poll itself, so as not to spin. */
  private static final long RETRY_MILLIS = 100;

  private final Kernel kernel;
  private final Set<Source> sources = new LinkedHashSet<>();
  private @Nullable Thread thread;
  private int wakeFd = -1;
  private long changes; // counts additions and removals
  private long changesSeen; // by the round that runs
  private boolean isClosed;

  GpioEventLoop(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Starts to report a source's events. */
  synchronized void add(Source source) throws GpioException {
    if (isClosed) {
      throw new IllegalStateException("the board is closed");
    }
    if (thread == null) {
      try {
        wakeFd = kernel.eventFd();
      } catch (ErrnoException e) {
        throw new GpioException(Kind.IO, source.where(), "no event descriptor", e);
      }
      thread = Thread.ofPlatform().name("gpio-events").daemon().start(this::run);
    }
    sources.add(source);
    changed();
  }

  /** Ends to report a source's events; when it returns its descriptor may be closed. */
  synchronized void remove(Source source) {
    if (!sources.remove(source)) {
      return;
    }
    changed();
    if (Thread.currentThread() == thread) {
      return; // called from a listener: no poll is running
    }
    long wanted = changes;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REMOVE_WAIT_MILLIS);
    for (long left = REMOVE_WAIT_MILLIS;
        changesSeen < wanted && left > 0;
        left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    if (changesSeen < wanted) {
      LOG.warn("Edge listener holds up the event thread line={}", source.where());
    }
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    sources.clear();
    changed();
  }

  private void changed() {
    changes++;
    if (wakeFd < 0) {
      return; // the thread has not started or has ended
    }
    try (Arena arena = Arena.ofConfined()) {
      kernel.write(wakeFd, arena.allocateFrom(JAVA_LONG, 1L));
    } catch (ErrnoException e) {
      LOG.error("Event thread cannot be woken cause={}", e.getMessage());
    }
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment events = arena.allocate(GpioV2LineEvent.LAYOUT, EVENTS_PER_READ);
      for (List<Source> round = begin(); !round.isEmpty() || !isClosed(); round = begin()) {
        try {
          round(round, events);
        } catch (ErrnoException e) {
          LOG.error("Waiting for edges failed cause={}", e.getMessage());
          pause();
        }
      }
    }
    synchronized (this) {
      kernel.close(wakeFd);
      wakeFd = -1;
    }
  }

  private synchronized List<Source> begin() {
    changesSeen = changes;
    notifyAll();
    return new ArrayList<>(sources);
  }

  private synchronized boolean isClosed() {
    return isClosed;
  }

  private synchronized boolean isPresent(Source source) {
    return sources.contains(source);
  }

  private void round(List<Source> round, MemorySegment events) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment fds = arena.allocate(PollFd.LAYOUT, round.size() + 1L);
      new PollFd(wakeFd, PollFd.POLLIN, (short) 0).write(fds, 0);
      for (int i = 0; i < round.size(); i++) {
        new PollFd(round.get(i).fd(), PollFd.POLLIN, (short) 0).write(fds, i + 1);
      }
      kernel.poll(fds, round.size() + 1, -1);
      if (PollFd.read(fds, 0).isReadable()) {
        kernel.read(wakeFd, arena.allocate(JAVA_LONG));
      }
      for (int i = 0; i < round.size(); i++) {
        take(round.get(i), PollFd.read(fds, i + 1), events);
      }
    }
  }

  /**
   * A source that was removed meanwhile still has its descriptor: remove() waits for the next
   * round.
   */
  private void take(Source source, PollFd polled, MemorySegment events) {
    try {
      if (polled.isReadable() && isPresent(source)) {
        long bytes = kernel.read(source.fd(), events);
        long size = GpioV2LineEvent.LAYOUT.byteSize();
        for (long offset = 0; offset + size <= bytes; offset += size) {
          source.onEvent(GpioV2LineEvent.read(events.asSlice(offset, size)));
        }
      }
      if (polled.isLost() && isPresent(source)) {
        lose(source, new GpioException(Kind.REMOVED, source.where(), "the chip was removed"));
      }
    } catch (ErrnoException e) {
      lose(source, GpioErrors.of(source.where(), e));
    }
  }

  private void lose(Source source, GpioException cause) {
    synchronized (this) {
      if (!sources.remove(source)) {
        return;
      }
    }
    source.onLost(cause);
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
