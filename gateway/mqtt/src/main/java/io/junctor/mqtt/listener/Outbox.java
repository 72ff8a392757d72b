package io.junctor.mqtt.listener;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Publications on their way to one client. Offered from any thread, written on the channel's loop
 * while the client reads and, for QoS 1, acknowledges.
 *
 * <p>Bounded in number and bytes, and more tightly while all clients together have too much. Beyond
 * that the oldest of QoS 0 is dropped and counted, and the log told; when all that waits is of QoS
 * 1, which was promised, the client is disconnected rather than lied to.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write shows as a closed channel
final class Outbox {

  private static final int PACKET_ID_MAX = 65_535;

  /** Leaves the loop to its other channels after this many packets of one client. */
  private static final int ROUND_MAX = 256;

  /** Losses are told of together: a flood must not make another, in the log. */
  private static final Duration TELL_AFTER = Duration.ofSeconds(10);

  private final Channel channel;
  private final Packets packets;
  private final MqttLimits limits;
  private final WaitingBudget budget;
  private final int window;
  private final long packetBytesMax;
  private final Listener listener;

  // under the lock: offered by the session's thread, taken by the loop
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<OutgoingPublish> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long dropped;
  private boolean scheduled;
  private boolean telling;
  private boolean closed;

  // the loop's alone
  private final Set<Integer> inFlight = new HashSet<>(); // packet ids without PUBACK
  private int lastPacketId;

  /** Hears of what becomes of the client. On the loop. */
  interface Listener {
    /** Publications of QoS 1 can not be kept. Once. */
    void onOverflow();

    /**
     * Publications of QoS 0 were dropped, or were longer than the client takes. At most every ten
     * seconds.
     *
     * @param dropped so far.
     */
    void onLoss(long dropped);
  }

  /**
   * An outbox.
   *
   * @param budget of all clients.
   * @param window publications of QoS 1 that the client takes without acknowledging.
   * @param packetBytesMax the longest packet the client takes; longer ones are dropped and counted.
   */
  Outbox(
      Channel channel,
      Packets packets,
      MqttLimits limits,
      WaitingBudget budget,
      int window,
      long packetBytesMax,
      Listener listener) {
    this.channel = channel;
    this.packets = packets;
    this.limits = limits;
    this.budget = budget;
    this.window = window;
    this.packetBytesMax = packetBytesMax;
    this.listener = listener;
  }

  /** Takes a publication. Any thread. */
  void offer(OutgoingPublish message) {
    boolean schedule;
    boolean overflow = false;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (message.bytes() > packetBytesMax) {
        // "Where a Packet is too large to send, the Server MUST discard it without sending it"
        // https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901050
        countLoss();
        return;
      }
      waiting.add(message);
      countBytes(message.bytes());
      overflow = !shrink();
      closed = overflow;
      schedule = !scheduled;
      scheduled = true;
    } finally {
      lock.unlock();
    }
    if (overflow) {
      onLoop(listener::onOverflow);
    } else if (schedule) {
      onLoop(this::drain);
    }
  }

  /** Drops the oldest of QoS 0 until the bounds hold; false when that is not enough. */
  private boolean shrink() {
    Iterator<OutgoingPublish> oldest = waiting.iterator();
    while (isOver() && oldest.hasNext()) {
      OutgoingPublish next = oldest.next();
      if (next.qos() == 0) {
        oldest.remove();
        countBytes(-next.bytes());
        countLoss();
      }
    }
    return !isOver();
  }

  private boolean isOver() {
    // one alone may be larger than a share: it could never be sent otherwise
    long bytesMax = budget.isExceeded() ? limits.waitingBytesShare() : limits.waitingBytesMax();
    return waiting.size() > limits.waitingMax() || (waiting.size() > 1 && waitingBytes > bytesMax);
  }

  private void countBytes(long more) {
    waitingBytes += more;
    budget.take(more);
  }

  private void countLoss() {
    dropped++;
    if (telling) {
      return;
    }
    telling = true;
    try {
      channel.eventLoop().schedule(this::tell, TELL_AFTER.toSeconds(), TimeUnit.SECONDS);
    } catch (RejectedExecutionException ended) {
      closed = true; // the loop has ended, and the channel with it
    }
  }

  /** On the loop. */
  private void tell() {
    long count;
    lock.lock();
    try {
      telling = false;
      if (closed) {
        return; // how many it were is told at the end
      }
      count = dropped;
    } finally {
      lock.unlock();
    }
    listener.onLoss(count);
  }

  /** The client acknowledged. On the loop. */
  void onAck(int packetId) {
    if (inFlight.remove(packetId)) {
      drain();
    }
  }

  /** Writes what can be written. On the loop. */
  void drain() {
    int round = 0;
    while (channel.isActive() && channel.isWritable() && round < ROUND_MAX) {
      OutgoingPublish message = take();
      if (message == null) {
        break;
      }
      int packetId = message.qos() == 0 ? 0 : nextPacketId();
      MqttMessage packet = packets.publish(message, packetId);
      channel.write(packet);
      round++;
    }
    if (round > 0) {
      channel.flush();
    }
    if (round == ROUND_MAX) {
      onLoop(this::drain);
    }
  }

  /** The next one that may go; null when none may, and then the next offer schedules again. */
  private @org.jspecify.annotations.Nullable OutgoingPublish take() {
    lock.lock();
    try {
      OutgoingPublish next = waiting.peek();
      if (next == null || (next.qos() > 0 && inFlight.size() >= window)) {
        scheduled = false;
        return null;
      }
      countBytes(-next.bytes());
      return waiting.poll();
    } finally {
      lock.unlock();
    }
  }

  private int nextPacketId() {
    do {
      lastPacketId = lastPacketId == PACKET_ID_MAX ? 1 : lastPacketId + 1;
    } while (inFlight.contains(lastPacketId)); // the window is far smaller than the numbers
    inFlight.add(lastPacketId);
    return lastPacketId;
  }

  /** Takes no more and forgets what waits. Any thread. */
  void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      countBytes(-waitingBytes);
    } finally {
      lock.unlock();
    }
  }

  /** Publications dropped so far. Any thread. */
  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  private void onLoop(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException ended) {
      close(); // the loop has ended, and the channel with it
    }
  }
}
