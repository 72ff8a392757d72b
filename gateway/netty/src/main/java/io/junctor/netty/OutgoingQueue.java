package io.junctor.netty;

import io.junctor.wamp.serializer.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way from any thread to one channel, flushed once per round of its event loop.
 *
 * <pre>
 *   another thread ──► frames ──┐ drain, once per round
 *   the channel's loop ─────────┴──► batch ──► link: write, flush once
 * </pre>
 *
 * <p>This is the one place where a link's state is shared between threads. {@link #offer}, {@link
 * #finish} and {@link #isWritable} are called from anywhere; the draining runs on the channel's
 * loop. However many frames a burst has, one task is scheduled; they stand one behind the other in
 * one buffer and are flushed once, so a burst costs few system calls and Netty sees few objects.
 * What the loop itself offers, which is most where it has the sender's link too, goes into that
 * buffer at once, as long as the buffers of all links are small ({@link Round}).
 *
 * <p>Frames stay in the queue, shared with other receivers, while the channel's own buffer is above
 * its high-water mark; only what fits there is copied to direct memory. The peer counts as keeping
 * up while fewer than {@link #BYTES_HIGH} bytes wait here and the channel is below its mark.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class OutgoingQueue {

  /** Netty's own default high-water mark; kept slow readers from growing memory when measured. */
  static final int BYTES_HIGH = 64 * 1024;

  /** Netty's own default low-water mark. */
  static final int BYTES_LOW = 32 * 1024;

  // Leaves the loop to its other channels after this many frames of one link.
  private static final int ROUND_FRAMES_MAX = 256;

  // A batch has room for as much as the one before it had, and at least for an answer or two.
  private static final int BATCH_BYTES_MIN = 256;

  // Fields and not objects of their own: with many links, what lies apart is not in the cache.
  private static final VarHandle QUEUED_BYTES;
  private static final VarHandle BATCH_BYTES;
  private static final VarHandle SCHEDULED;

  static {
    try {
      MethodHandles.Lookup here = MethodHandles.lookup();
      QUEUED_BYTES = here.findVarHandle(OutgoingQueue.class, "queuedBytes", long.class);
      BATCH_BYTES = here.findVarHandle(OutgoingQueue.class, "batchBytes", long.class);
      SCHEDULED = here.findVarHandle(OutgoingQueue.class, "scheduled", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What the queue needs of its link; called on the channel's loop. */
  interface Link {

    /**
     * Appends one frame as it goes over the wire, with what the transport puts around it; or keeps
     * it for {@link #flush}.
     */
    void append(ByteBuf batch, Frame frame);

    /** Writes what {@link #append} made; the buffer is given away. */
    void write(ByteBuf batch);

    /** Everything given to {@link #append} since the last time goes out. */
    void flush();

    /** {@link #isWritable()} turned true again after it was false for somebody. */
    void onWritable();

    /** Everything offered before {@link #finish()} is written and flushed. */
    void onFinished();

    /** What was offered cannot be written, and is lost. */
    void onLost(Throwable why);
  }

  private final Channel channel;
  private final Link link;
  private final Runnable draining = this::drain;

  // Crossing threads.
  private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
  private volatile long queuedBytes;
  private volatile long batchBytes; // written by the loop
  private volatile boolean scheduled;
  private volatile boolean finishing;
  private volatile boolean askedWhileFull;

  // The loop's alone.
  private @Nullable ByteBuf batch; // null: nothing is in it
  private @Nullable Round round; // of this loop; null: not looked up yet
  private int batchFrames;
  private int batchTakes;
  private int batchRoom = BATCH_BYTES_MIN;
  private boolean finished;

  OutgoingQueue(Channel channel, Link link) {
    this.channel = channel;
    this.link = link;
  }

  /** Takes a frame; nothing after {@link #finish()}. */
  void offer(Frame frame) {
    if (finishing || !channel.isOpen()) {
      return;
    }
    boolean here = channel.eventLoop().inEventLoop();
    if (here && frames.isEmpty() && fits(frame) && mayWait(frame)) {
      append(frame);
    } else {
      count(frame.length());
      frames.add(frame);
    }
    schedule(here);
  }

  /** Takes no more; {@link Link#onFinished()} follows when all is written. */
  void finish() {
    finishing = true;
    schedule(channel.eventLoop().inEventLoop());
  }

  boolean isWritable() {
    if (hasRoom()) {
      return true;
    }
    // Say that somebody waits, then look again: the loop makes room first and looks for waiters
    // after, so one of the two sees the other.
    askedWhileFull = true;
    return hasRoom();
  }

  /** The channel's own buffer crossed one of its marks. On the loop. */
  void onChannelWritability() {
    if (channel.isWritable()) {
      schedule(true);
    }
  }

  /** Forgets what was not written. On the loop, once the channel is closed. */
  void clear() {
    finishing = true;
    finished = true;
    frames.clear();
    dropBatch();
  }

  private boolean hasRoom() {
    return queuedBytes + batchBytes < BYTES_HIGH && channel.isWritable();
  }

  private void count(long bytes) {
    long _ = (long) QUEUED_BYTES.getAndAdd(this, bytes);
  }

  private void schedule(boolean here) {
    if (scheduled || !SCHEDULED.compareAndSet(this, false, true)) {
      return;
    }
    if (here) {
      round().add(this, channel.eventLoop());
      return;
    }
    try {
      channel.eventLoop().execute(draining);
    } catch (RejectedExecutionException ended) {
      frames.clear(); // the loop has ended, and the channel with it
    }
  }

  /** Writes and flushes what is here, or as much of it as is a link's share. On the loop. */
  void drain() {
    scheduled = false;
    if (finished) {
      frames.clear();
      dropBatch();
      return;
    }
    // Read before draining: what was offered before finish() is then seen by the loop below.
    boolean last = finishing;
    int taken = batchFrames;
    writeBatch();
    while (channel.isWritable() && taken < ROUND_FRAMES_MAX && !frames.isEmpty()) {
      fillBatch(ROUND_FRAMES_MAX - taken);
      taken += batchFrames;
      writeBatch();
    }
    if (taken > 0) {
      link.flush();
    }
    if (!frames.isEmpty()) {
      if (channel.isWritable()) {
        schedule(true);
      }
    } else if (last) {
      finished = true;
      link.onFinished();
    }
    if (!finished && askedWhileFull && hasRoom()) {
      askedWhileFull = false;
      link.onWritable();
    }
  }

  /** Draining failed. On the loop. */
  void onFailed(RuntimeException why) {
    dropBatch();
    frames.clear();
    link.onLost(why);
  }

  // --- the batch ---

  /** Whether the frame goes into the batch: a larger one than fits goes there alone. */
  private boolean fits(Frame frame) {
    return batchFrames == 0
        ? channel.isWritable()
        : batchFrames < ROUND_FRAMES_MAX
            && batchBytes + frame.length() <= channel.bytesBeforeUnwritable();
  }

  /** Whether the batch may wait for the flush with this frame in it. */
  private boolean mayWait(Frame frame) {
    return round().hasRoomFor(batch == null ? room(frame) : frame.length());
  }

  private Round round() {
    if (round == null) {
      round = Round.ofThisLoop();
    }
    return round;
  }

  private int room(Frame frame) {
    return Math.max(batchRoom, frame.length() + WebSocketMessages.AROUND_BYTES_MAX);
  }

  private void fillBatch(int framesMax) {
    long taken = 0;
    while (batchFrames < framesMax) {
      Frame next = frames.peek();
      if (next == null || !fits(next)) {
        break;
      }
      frames.remove();
      taken += next.length();
      append(next);
    }
    count(-taken);
  }

  private void append(Frame frame) {
    try {
      ByteBuf to = batch;
      if (to == null) {
        to = round().batch(room(frame), channel.alloc());
        batch = to;
      }
      link.append(to, frame);
      batchFrames++;
      BATCH_BYTES.setRelease(this, batchBytes + frame.length());
      int takes = Math.max(to.capacity(), (int) batchBytes); // more where the link keeps frames
      round().count(takes - batchTakes);
      batchTakes = takes;
    } catch (RuntimeException | OutOfMemoryError e) {
      // half of a frame must not go out, and the sender is not to blame
      dropBatch();
      frames.clear();
      link.onLost(e);
    }
  }

  private void writeBatch() {
    ByteBuf full = batch;
    if (full == null) {
      return;
    }
    forgetBatch();
    batchRoom = Math.clamp(full.readableBytes(), BATCH_BYTES_MIN, BYTES_HIGH);
    if (full.isReadable()) {
      link.write(full);
    } else {
      full.release(); // the link keeps the frames until it is flushed
    }
  }

  private void dropBatch() {
    ByteBuf dropped = batch;
    if (dropped != null) {
      forgetBatch();
      dropped.release();
    }
  }

  private void forgetBatch() {
    round().count(-batchTakes);
    batch = null;
    batchFrames = 0;
    batchTakes = 0;
    BATCH_BYTES.setRelease(this, 0L);
  }
}
