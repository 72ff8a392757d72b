package io.junctor.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames on their way from any thread to one channel, flushed once per round of its event loop.
 *
 * <p>This is the one place where a link's state is shared between threads. {@link #offer}, {@link
 * #finish} and {@link #isWritable} are called from anywhere; the draining runs on the channel's
 * loop. However many frames a burst has, one task is scheduled; it puts them one behind the other
 * into one buffer and flushes once, so a burst costs few system calls and Netty sees few objects.
 *
 * <p>Frames stay here, shared with other receivers, while the channel's own buffer is above its
 * high-water mark; only what fits there is copied to direct memory. The peer counts as keeping up
 * while fewer than {@link #BYTES_HIGH} bytes wait here and the channel is below its mark.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class OutgoingQueue {

  /** Netty's own default high-water mark; kept slow readers from growing memory when measured. */
  static final int BYTES_HIGH = 64 * 1024;

  /** Netty's own default low-water mark. */
  static final int BYTES_LOW = 32 * 1024;

  // Leaves the loop to its other channels after this many frames of one link.
  private static final int ROUND_FRAMES_MAX = 256;

  // Room for what is put around so many of them at first; a buffer grows.
  private static final int FRAMES_EXPECTED = 64;

  /** What the queue needs of its link; called on the channel's loop. */
  interface Link {

    /**
     * Appends one frame as it goes over the wire, with what the transport puts around it; or keeps
     * it for {@link #beforeFlush}.
     */
    void append(ByteBuf batch, byte[] frame);

    /** Everything given to {@link #append} since the last time is about to be flushed. */
    void beforeFlush();

    /** {@link #isWritable()} turned true again after it was false for somebody. */
    void onWritable();

    /** Everything offered before {@link #finish()} is written and flushed. */
    void onFinished();
  }

  private final Channel channel;
  private final Link link;
  private final Runnable draining = this::drain;

  // Crossing threads.
  private final Queue<byte[]> frames = new ConcurrentLinkedQueue<>();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean finishing = new AtomicBoolean();
  private final AtomicBoolean askedWhileFull = new AtomicBoolean();

  // The loop's alone.
  private boolean finished;

  OutgoingQueue(Channel channel, Link link) {
    this.channel = channel;
    this.link = link;
  }

  /** Takes a frame; nothing after {@link #finish()}. */
  void offer(byte[] frame) {
    if (finishing.get() || !channel.isOpen()) {
      return;
    }
    queuedBytes.addAndGet(frame.length);
    frames.add(frame);
    schedule();
  }

  /** Takes no more; {@link Link#onFinished()} follows when all is written. */
  void finish() {
    finishing.set(true);
    schedule();
  }

  boolean isWritable() {
    if (hasRoom()) {
      return true;
    }
    // Say that somebody waits, then look again: the loop makes room first and looks for waiters
    // after, so one of the two sees the other.
    askedWhileFull.set(true);
    return hasRoom();
  }

  /** The channel's own buffer crossed one of its marks. On the loop. */
  void onChannelWritability() {
    if (channel.isWritable()) {
      schedule();
    }
  }

  /** Forgets what was not written. On the loop, once the channel is closed. */
  void clear() {
    finishing.set(true);
    finished = true;
    frames.clear();
  }

  private boolean hasRoom() {
    return queuedBytes.get() < BYTES_HIGH && channel.isWritable();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      try {
        channel.eventLoop().execute(draining);
      } catch (RejectedExecutionException ended) {
        frames.clear(); // the loop has ended, and the channel with it
      }
    }
  }

  private void drain() {
    scheduled.set(false);
    if (finished) {
      frames.clear();
      return;
    }
    // Read before draining: what was offered before finish() is then seen by the loop below.
    boolean last = finishing.get();
    int round = 0;
    while (channel.isWritable() && round < ROUND_FRAMES_MAX) {
      int written = writeBatch(ROUND_FRAMES_MAX - round);
      if (written == 0) {
        break;
      }
      round += written;
    }
    if (round > 0) {
      link.beforeFlush();
      channel.flush();
    }
    if (!frames.isEmpty()) {
      if (channel.isWritable()) {
        schedule();
      }
    } else if (last) {
      finished = true;
      link.onFinished();
    }
    if (!finished && askedWhileFull.get() && hasRoom()) {
      askedWhileFull.set(false);
      link.onWritable();
    }
  }

  /** Writes frames of at most {@link #BYTES_HIGH} bytes, or one; returns how many. */
  private int writeBatch(int framesMax) {
    byte[] frame = frames.poll();
    if (frame == null) {
      return 0;
    }
    long waiting = Math.min(queuedBytes.get(), BYTES_HIGH);
    int room =
        (int) Math.max(frame.length, waiting)
            + WebSocketMessages.AROUND_BYTES_MAX * FRAMES_EXPECTED;
    ByteBuf batch = channel.alloc().ioBuffer(room);
    int count = 0;
    long taken = 0;
    while (frame != null) {
      link.append(batch, frame);
      taken += frame.length;
      count++;
      frame = count < framesMax && taken < BYTES_HIGH ? frames.poll() : null;
    }
    if (batch.isReadable()) {
      channel.write(batch, channel.voidPromise());
    } else {
      batch.release(); // the link keeps the frames until it is flushed
    }
    queuedBytes.addAndGet(-taken);
    return count;
  }
}
