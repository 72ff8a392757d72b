package io.junctor.devices.modbus;

import io.junctor.devices.loop.DeviceLoop;
import io.junctor.devices.loop.Worker;
import io.junctor.devices.modbus.RegisterAccess.Reading;
import io.junctor.devices.thing.ThingException;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusException.Kind;
import io.junctor.drivers.modbus.ModbusMaster;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes all requests to one unit, one after the other, on a thread of its own: safe values that are
 * owed, then writes, then read-backs, then what is due to be read.
 *
 * <pre>
 *           no answer, twice over                     tried again after a pause that doubles
 *   UP ──────────────────────────────► DOWN ◄──────────────────────────────┐
 *   ▲                                    │ one block, each time another ───┘
 *   └────────────── any answer ──────────┘
 * </pre>
 *
 * <p>An exception is an answer: the unit is there and refuses one block. Its parts are then asked
 * for alone, so that a bad register hides only itself. A unit that keeps silent where it should
 * refuse is told from an absent one by asking for something else.
 *
 * <p>Owned by its worker thread. {@link #offer}, {@link #safe} and {@link #close} may be called
 * from any.
 */
final class ModbusPoller implements Worker {

  /** The first pause after nothing answered. */
  static final Duration PAUSE_MIN = Duration.ofMillis(250);

  /** The longest pause: a person who switches the machine on waits no longer than this. */
  static final Duration PAUSE_MAX = Duration.ofSeconds(4);

  /** Writes waiting; the write budget lets no more than 100 a second in. */
  static final int WRITES_MAX = 200;

  /** Parts of a refused block that may stay silent in a row before the unit counts as absent. */
  private static final int SILENT_PARTS_MAX = 3;

  private static final Logger LOG = LoggerFactory.getLogger(ModbusPoller.class);

  private final String device;
  private final DeviceLoop loop;
  private final ModbusMaster master;
  private final RegisterAccess access;
  private final PollSchedule schedule;
  private final PollerListener listener;
  private final PollerWrites written;
  private final LinkedBlockingQueue<Write> writes = new LinkedBlockingQueue<>(WRITES_MAX);
  private final AtomicBoolean isSafeAsked = new AtomicBoolean(true); // also at start
  private final ReentrantLock turn = new ReentrantLock(); // against the closing thread
  private volatile boolean isClosed;

  // worker thread
  private boolean isUp;
  private Duration pause = PAUSE_MIN;
  private long nextTryNanos;

  ModbusPoller(
      String device,
      ModbusConfig config,
      Collection<RegisterMapping> mappings,
      ModbusMaster master,
      DeviceLoop loop,
      PollerListener listener) {
    this.device = device;
    this.loop = loop;
    this.master = master;
    this.listener = listener;
    access = new RegisterAccess(master, config.retries());
    schedule = new PollSchedule(config, mappings, loop.nanoTime());
    written =
        new PollerWrites(
            device, access, mappings, listener, loop::nanoTime, this::handOver, this::down);
    nextTryNanos = loop.nanoTime();
  }

  /** Takes a write; false if too many wait. */
  boolean offer(Write write) {
    return !isClosed && writes.offer(write);
  }

  /** The safe values are to be written as soon as that can be done. */
  void safe() {
    isSafeAsked.set(true);
  }

  /**
   * Ends all requests and writes the safe values on the calling thread.
   *
   * @param wait how long a request under way may take to end
   * @return why a safe value could not be written, null if all are
   */
  @Nullable String close(Duration wait) {
    isClosed = true;
    boolean isMine = false;
    try {
      isMine = turn.tryLock(wait.toMillis(), TimeUnit.MILLISECONDS);
      return isMine || !written.hasSafe() ? written.writeAllSafe() : "a request is still under way";
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "interrupted";
    } finally {
      if (isMine) {
        turn.unlock();
      }
    }
  }

  @Override
  public Duration step(Duration longest) {
    if (isClosed) {
      return PAUSE_MAX;
    }
    Write write;
    try {
      write = nextWrite(longest);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return PAUSE_MAX;
    }
    turn.lock();
    try {
      if (isClosed) {
        giveUp(write, "the device is closed");
      } else {
        work(write);
      }
    } finally {
      turn.unlock();
    }
    return Duration.ZERO;
  }

  private @Nullable Write nextWrite(Duration longest) throws InterruptedException {
    if (isSafeAsked.getAndSet(false)) {
      written.owe();
    }
    if (isUp && written.isSafeOwed()) {
      return null; // safe first
    }
    long now = loop.nanoTime();
    Duration wait =
        isUp ? schedule.untilDue(now) : Duration.ofNanos(Math.max(0, nextTryNanos - now));
    wait = min(wait, written.untilReadBack(now, longest));
    return writes.poll(min(wait, longest).toNanos(), TimeUnit.NANOSECONDS);
  }

  private void giveUp(@Nullable Write write, String reason) {
    if (write != null) {
      handOver(() -> listener.onWriteFailed(write, ThingException.unavailable(reason)));
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void work(@Nullable Write write) {
    long now = loop.nanoTime();
    if (!isUp) {
      giveUp(write, "nothing answers at " + master.where());
      if (nextTryNanos - now <= 0) {
        poll(schedule.next());
      }
    } else if (written.isSafeOwed()) {
      written.writeSafe();
    } else if (write != null) {
      written.write(write);
    } else if (!written.readBackDue(now)) {
      ReadBlock due = schedule.due(now);
      if (due != null) {
        poll(due);
      }
    }
  }

  // ---- reading

  private void poll(ReadBlock block) {
    try {
      Map<RegisterMapping, Reading> readings = access.read(block);
      up();
      schedule.done(block, loop.nanoTime());
      report(readings);
      if (block.mappings().size() == 1) {
        schedule.accepted(block.mappings().getFirst(), loop.nanoTime());
      }
    } catch (ModbusException failed) {
      schedule.done(block, loop.nanoTime());
      onPollFailed(block, failed);
    }
  }

  private void report(Map<RegisterMapping, Reading> readings) {
    readings.forEach((mapping, reading) -> handOver(() -> listener.onReading(mapping, reading)));
  }

  private void onPollFailed(ReadBlock block, ModbusException cause) {
    if (cause.kind() == Kind.DEVICE_BUSY) {
      up();
      String reason = String.valueOf(cause.getMessage());
      block.mappings().forEach(mapping -> handOver(() -> listener.onBusy(mapping, reason)));
    } else if (cause.kind().isAnswer()) {
      up();
      refused(block, cause);
    } else if (isUp && cause.kind() == Kind.TIMEOUT && answersElsewhere(block)) {
      refused(block, cause);
    } else {
      down(cause);
    }
  }

  /** Whether the unit answers when it is asked for something else. */
  private boolean answersElsewhere(ReadBlock failed) {
    ReadBlock probe = schedule.probe(failed);
    if (probe == null) {
      return false;
    }
    try {
      report(access.read(probe));
      return true;
    } catch (ModbusException alsoFailed) {
      return alsoFailed.kind().isAnswer();
    }
  }

  /** Asks for each part of the block alone, and sets apart those that are refused. */
  private void refused(ReadBlock block, ModbusException cause) {
    Set<RegisterMapping> bad = new HashSet<>();
    if (block.mappings().size() == 1) {
      bad.add(block.mappings().getFirst());
      onRefused(block.mappings().getFirst(), cause);
    } else if (!tryParts(block, bad)) {
      return; // nothing answers any more
    }
    schedule.refused(block, bad, loop.nanoTime());
  }

  private boolean tryParts(ReadBlock block, Set<RegisterMapping> bad) {
    int silent = 0;
    for (RegisterMapping mapping : block.mappings()) {
      if (isClosed) {
        return false;
      }
      try {
        report(access.read(ReadBlock.of(mapping)));
        silent = 0;
      } catch (ModbusException failed) {
        silent = failed.kind().isAnswer() ? 0 : silent + 1;
        if (silent >= SILENT_PARTS_MAX || !(silent == 0 || failed.kind() == Kind.TIMEOUT)) {
          down(failed);
          return false;
        }
        bad.add(mapping);
        onRefused(mapping, failed);
      }
    }
    return true;
  }

  private void onRefused(RegisterMapping mapping, ModbusException cause) {
    String reason = mapping.where() + ": " + cause.getMessage();
    handOver(() -> listener.onRefused(mapping, reason));
  }

  // ---- up and down

  private void up() {
    pause = PAUSE_MIN;
    if (!isUp) {
      isUp = true;
      schedule.allDue(loop.nanoTime());
      LOG.info("modbus unit answers device={} where={}", device, master.where());
      handOver(listener::onUp);
    }
  }

  private void down(ModbusException cause) {
    if (isUp) {
      LOG.warn("modbus unit does not answer device={} cause={}", device, cause.getMessage());
    }
    isUp = false;
    nextTryNanos = loop.nanoTime() + pause.toNanos();
    pause = min(pause.multipliedBy(2), PAUSE_MAX);
    written.giveUp(cause);
    Set<RegisterMapping> unsafe = written.owed();
    handOver(() -> listener.onDown(String.valueOf(cause.getMessage()), unsafe));
  }

  /** What the loop cannot take any more nobody waits for: it is closed, or hangs and says so. */
  private void handOver(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException behind) {
      LOG.trace("not handed over device={} cause={}", device, behind.getMessage());
    }
  }
}
