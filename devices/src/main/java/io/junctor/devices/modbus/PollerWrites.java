package io.junctor.devices.modbus;

import io.junctor.devices.modbus.RegisterAccess.Reading;
import io.junctor.devices.thing.ThingException;
import io.junctor.drivers.modbus.ModbusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing half of the poller: safe values that are owed, values that were written and are not
 * read back yet. Owned by the poller's thread; {@link #writeAllSafe} by the closing one, which has
 * the poller's turn.
 */
final class PollerWrites {

  /** Between two looks whether a value was taken. */
  private static final Duration READ_BACK_PERIOD = Duration.ofMillis(50);

  private static final Logger LOG = LoggerFactory.getLogger(PollerWrites.class);

  private final String device;
  private final RegisterAccess access;
  private final List<RegisterMapping> safeguarded; // those that declare a safe value
  private final PollerListener listener;
  private final LongSupplier nanos;
  private final Consumer<Runnable> loop;
  private final Consumer<ModbusException> down;
  private final Set<RegisterMapping> owed = new HashSet<>(); // safe values not written yet
  private final List<ReadBack> readBacks = new ArrayList<>(); // one for each write at most

  /**
   * @param loop runs what the listener is told
   * @param down told that nothing answers
   */
  PollerWrites(
      String device,
      RegisterAccess access,
      Collection<RegisterMapping> mappings,
      PollerListener listener,
      LongSupplier nanos,
      Consumer<Runnable> loop,
      Consumer<ModbusException> down) {
    this.device = device;
    this.access = access;
    this.listener = listener;
    this.nanos = nanos;
    this.loop = loop;
    this.down = down;
    safeguarded = mappings.stream().filter(mapping -> mapping.safeValue() != null).toList();
  }

  // ---- safe values

  boolean hasSafe() {
    return !safeguarded.isEmpty();
  }

  /** All safe values are to be written. */
  void owe() {
    owed.addAll(safeguarded);
  }

  boolean isSafeOwed() {
    return !owed.isEmpty();
  }

  Set<RegisterMapping> owed() {
    return Set.copyOf(owed);
  }

  /** Writes one of those that are owed. */
  void writeSafe() {
    RegisterMapping mapping = owed.iterator().next();
    Object value = safeValue(mapping);
    try {
      access.write(mapping, value);
      owed.remove(mapping);
      LOG.info("safe value written device={} property={} value={}", device, mapping.name(), value);
      loop.accept(() -> listener.onSafe(mapping, value));
    } catch (ModbusException failed) {
      if (failed.kind().isAnswer()) {
        onSafeRefused(mapping, String.valueOf(failed.getMessage()));
      } else {
        down.accept(failed);
      }
    } catch (ThingException impossible) {
      onSafeRefused(mapping, impossible.getMessage());
    }
  }

  /** It would say no again: it is told once, and no other waits for it. */
  private void onSafeRefused(RegisterMapping mapping, String cause) {
    owed.remove(mapping);
    LOG.error("safe value refused device={} property={} cause={}", device, mapping.name(), cause);
    loop.accept(() -> listener.onRefused(mapping, "the safe value cannot be written: " + cause));
  }

  /**
   * Writes all safe values, as long as something answers.
   *
   * @return why one could not be written, null if all are
   */
  @Nullable String writeAllSafe() {
    String reason = null;
    for (RegisterMapping mapping : safeguarded) {
      try {
        access.write(mapping, safeValue(mapping));
      } catch (ModbusException failed) {
        reason = failed.getMessage();
        if (!failed.kind().isAnswer()) {
          return reason; // the others would wait as long for nothing
        }
      } catch (ThingException impossible) {
        reason = impossible.getMessage();
      }
    }
    return reason;
  }

  private static Object safeValue(RegisterMapping mapping) {
    Object value = mapping.safeValue();
    if (value == null) {
      throw new IllegalStateException(mapping.name() + " has no safe value");
    }
    return value;
  }

  // ---- what controllers want

  /** Writes a value and looks at once whether it was taken. */
  void write(Write write) {
    if (write.done().isDone()) { // superseded or cancelled while it waited
      loop.accept(
          () -> listener.onWriteFailed(write, ThingException.superseded("nobody waits for it")));
      return;
    }
    try {
      Object expected = access.write(write.mapping(), write.value());
      long now = nanos.getAsLong();
      long patience = Duration.ofMillis(write.mapping().config().settleMillis()).toNanos();
      readBack(new ReadBack(write, expected, now, now + patience));
    } catch (ModbusException failed) {
      fail(write, failed);
    } catch (ThingException refused) {
      loop.accept(() -> listener.onWriteFailed(write, refused));
    }
  }

  /** How long no read-back is due, at most this long. */
  Duration untilReadBack(long now, Duration longest) {
    Duration wait = longest;
    for (ReadBack readBack : readBacks) {
      Duration left = Duration.ofNanos(Math.max(0, readBack.dueNanos - now));
      wait = left.compareTo(wait) < 0 ? left : wait;
    }
    return wait;
  }

  /** Reads one back that is due; false if none is. */
  boolean readBackDue(long now) {
    for (ReadBack readBack : readBacks) {
      if (readBack.dueNanos - now <= 0) {
        readBacks.remove(readBack);
        readBack(readBack);
        return true;
      }
    }
    return false;
  }

  private void readBack(ReadBack readBack) {
    Write write = readBack.write;
    RegisterMapping mapping = write.mapping();
    try {
      Reading reading = access.read(ReadBlock.of(mapping)).get(mapping);
      long now = nanos.getAsLong();
      if (reading instanceof Reading.Value(Object value) && value.equals(readBack.expected)) {
        loop.accept(() -> listener.onWritten(write, value));
      } else if (readBack.untilNanos - now > 0 && !write.done().isDone()) {
        readBacks.add(readBack.again(now + READ_BACK_PERIOD.toNanos()));
      } else if (reading != null) {
        loop.accept(() -> listener.onReading(mapping, reading));
        ThingException kept = WriteFailures.notTaken(mapping, readBack.expected, reading);
        loop.accept(() -> listener.onWriteFailed(write, kept));
      }
    } catch (ModbusException failed) {
      fail(write, failed);
    }
  }

  private void fail(Write write, ModbusException cause) {
    ThingException told = WriteFailures.of(write.mapping(), write.value(), cause);
    loop.accept(() -> listener.onWriteFailed(write, told));
    if (!cause.kind().isAnswer()) {
      down.accept(cause);
    }
  }

  /** Nothing answers: what is not read back yet will not be. */
  void giveUp(ModbusException cause) {
    for (ReadBack readBack : List.copyOf(readBacks)) {
      Write write = readBack.write;
      ThingException told = WriteFailures.of(write.mapping(), write.value(), cause);
      loop.accept(() -> listener.onWriteFailed(write, told));
    }
    readBacks.clear();
  }

  /** A value that was written and is not read back yet. */
  private record ReadBack(Write write, Object expected, long dueNanos, long untilNanos) {
    ReadBack again(long atNanos) {
      return new ReadBack(write, expected, atNanos, untilNanos);
    }
  }
}
