package io.junctor.drivers.sim;

import io.junctor.drivers.gpio.Bias;
import io.junctor.drivers.gpio.Drive;
import io.junctor.drivers.gpio.EdgeListener;
import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioException.Kind;
import io.junctor.drivers.gpio.GpioInput;
import io.junctor.drivers.gpio.GpioLineInfo;
import io.junctor.drivers.gpio.GpioOutput;
import io.junctor.drivers.gpio.InputSettings;
import io.junctor.drivers.gpio.OutputSettings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One simulated GPIO line, seen from both sides: the board opens it as input or output, the world
 * drives it and watches it. Levels on this side are physical: true is supply voltage, whatever the
 * opener calls active.
 *
 * <p>What the line's level is, first match counts: stuck at a level; push-pull output; the pulling
 * half of an open-drain or open-source output; what the world drives; the pull of the open drive or
 * the bias; low.
 *
 * <p>Thread-safe; level listeners run on the thread that changed the level.
 */
public final class SimGpioLine {

  /** Told of the physical level. */
  @FunctionalInterface
  public interface LevelListener {
    void onLevel(boolean level);
  }

  private final SimGpioChip chip;
  private final int offset;
  private final String name;
  private final SimClock clock;
  private final List<LevelListener> listeners = new CopyOnWriteArrayList<>();

  // what the world does; null: lets go
  private @Nullable Boolean driven;
  private @Nullable Boolean stuck;
  private @Nullable String foreignHolder;
  private boolean isDenied;

  // what the board does
  private @Nullable SimGpioInput input;
  private @Nullable SimGpioOutput output;
  private Bias bias = Bias.AS_IS;
  private Drive drive = Drive.PUSH_PULL;
  private boolean isOutput;
  private boolean latch;

  SimGpioLine(SimGpioChip chip, int offset, String name, SimClock clock) {
    this.chip = chip;
    this.offset = offset;
    this.name = name;
    this.clock = clock;
  }

  public int offset() {
    return offset;
  }

  /** The line's name, empty if it has none. */
  public String name() {
    return name;
  }

  /** The physical level now. */
  public synchronized boolean level() {
    if (stuck != null) {
      return stuck;
    }
    if (isOutput && (drive == Drive.PUSH_PULL || latch == (drive == Drive.OPEN_SOURCE))) {
      return latch;
    }
    if (driven != null) {
      return driven;
    }
    return isOutput ? drive == Drive.OPEN_DRAIN : bias == Bias.PULL_UP;
  }

  /** The world drives the line to a level. */
  public void drive(boolean level) {
    change(() -> driven = level);
  }

  /** The world lets the line go. */
  public void release() {
    change(() -> driven = null);
  }

  /** Fault: the line stays at this level whatever anybody does (short circuit, dead driver). */
  public void stickAt(boolean level) {
    change(() -> stuck = level);
  }

  /** Ends {@link #stickAt}. */
  public void unstick() {
    change(() -> stuck = null);
  }

  /** Fault: another program holds the line, opening it fails with {@code BUSY}; null ends it. */
  public synchronized void holdBy(@Nullable String consumer) {
    foreignHolder = consumer;
  }

  /** Fault: opening the line fails with {@code PERMISSION}. */
  public synchronized void deny(boolean denied) {
    isDenied = denied;
  }

  /** Fault: the next edges are counted but not reported, as when the kernel's buffer overflows. */
  public synchronized void dropEdges(int count) {
    if (input != null) {
      input.dropEdges(count);
    }
  }

  /** Watches the level; told at once of the level now, then of each change. */
  public void onLevel(LevelListener listener) {
    listeners.add(listener);
    listener.onLevel(level());
  }

  synchronized GpioLineInfo info() {
    String consumer = "";
    if (input != null) {
      consumer = input.consumer();
    } else if (output != null) {
      consumer = output.consumer();
    } else if (foreignHolder != null) {
      consumer = foreignHolder;
    }
    return new GpioLineInfo(offset, name, consumer, !consumer.isEmpty(), isOutput);
  }

  GpioInput openInput(InputSettings settings, EdgeListener listener) throws GpioException {
    boolean before;
    SimGpioInput opened;
    synchronized (this) {
      requireFree();
      before = level();
      isOutput = false;
      bias = settings.bias() == Bias.AS_IS ? bias : settings.bias();
      opened = new SimGpioInput(this, settings, listener, clock, level());
      input = opened;
    }
    tell(before);
    return opened;
  }

  GpioOutput openOutput(OutputSettings settings) throws GpioException {
    boolean before;
    SimGpioOutput opened;
    synchronized (this) {
      requireFree();
      before = level();
      isOutput = true;
      drive = settings.drive();
      latch = settings.initial() ^ settings.activeLow();
      opened = new SimGpioOutput(this, settings);
      output = opened;
    }
    tell(before);
    return opened;
  }

  /** Sets the output latch to a physical level. */
  void latch(boolean level) {
    change(() -> latch = level);
  }

  /**
   * Lets the holder go. As on most chips an output keeps its level until somebody opens the line
   * again.
   */
  synchronized void released() {
    input = null;
    output = null;
  }

  /** The chip is gone: tells the holder, forgets what the board did. */
  void lose() {
    change(
        () -> {
          if (input != null) {
            input.lose();
          }
          if (output != null) {
            output.lose();
          }
          released();
          isOutput = false;
          bias = Bias.AS_IS;
        });
  }

  String where() {
    return chip.name() + ":" + offset + (name.isEmpty() ? "" : " (" + name + ")");
  }

  private void change(Runnable mutation) {
    boolean before;
    synchronized (this) {
      before = level();
      mutation.run();
      if (input != null && level() != before) {
        input.onLevel(level());
      }
    }
    tell(before);
  }

  private void tell(boolean before) {
    boolean now = level();
    if (now != before) {
      listeners.forEach(listener -> listener.onLevel(now));
    }
  }

  private void requireFree() throws GpioException {
    if (isDenied) {
      throw new GpioException(Kind.PERMISSION, where(), "open refused");
    }
    if (foreignHolder != null || input != null || output != null) {
      throw new GpioException(Kind.BUSY, where(), "held by '" + info().consumer() + "'");
    }
  }
}
