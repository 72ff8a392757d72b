package io.junctor.drivers.sim;

import io.junctor.drivers.gpio.Edge;
import io.junctor.drivers.gpio.EdgeEvent;
import io.junctor.drivers.gpio.EdgeListener;
import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioException.Kind;
import io.junctor.drivers.gpio.GpioInput;
import io.junctor.drivers.gpio.InputSettings;
import io.junctor.drivers.sim.SimClock.Scheduled;
import org.jspecify.annotations.Nullable;

/**
 * An opened input: debounces as the kernel does, counts edges, hands them to the event thread.
 * Guarded by its line.
 */
final class SimGpioInput implements GpioInput {

  private final SimGpioLine line;
  private final InputSettings settings;
  private final EdgeListener listener;
  private final SimClock clock;
  private boolean stable; // physical, after debouncing
  private @Nullable Scheduled settling;
  private long sequence;
  private int edgesToDrop;
  private boolean isLost;
  private volatile boolean isClosed;

  SimGpioInput(
      SimGpioLine line,
      InputSettings settings,
      EdgeListener listener,
      SimClock clock,
      boolean level) {
    this.line = line;
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
    this.stable = level;
  }

  @Override
  public String where() {
    return line.where();
  }

  @Override
  public boolean isActive() throws GpioException {
    synchronized (line) {
      if (isClosed) {
        throw new IllegalStateException(where() + " is closed");
      }
      if (isLost) {
        throw new GpioException(Kind.REMOVED, where(), "read failed, the chip is gone");
      }
      return stable ^ settings.activeLow();
    }
  }

  @Override
  public void close() {
    synchronized (line) {
      if (!isClosed) {
        isClosed = true;
        cancelSettling();
        if (!isLost) {
          line.released();
        }
      }
    }
  }

  String consumer() {
    return settings.consumer();
  }

  void dropEdges(int count) {
    edgesToDrop = count;
  }

  /** The raw level changed. */
  void onLevel(boolean level) {
    cancelSettling();
    if (settings.debounce().isZero()) {
      accept(level);
    } else if (level != stable) {
      settling = clock.schedule(settings.debounce(), () -> settled(level));
    }
  }

  void lose() {
    isLost = true;
    cancelSettling();
    GpioException cause = new GpioException(Kind.REMOVED, where(), "the chip was removed");
    clock.execute(
        () -> {
          if (!isClosed) {
            listener.onLost(cause);
          }
        });
  }

  private void settled(boolean level) {
    synchronized (line) {
      if (!isClosed && !isLost && level != stable) {
        accept(level);
      }
    }
  }

  private void accept(boolean level) {
    stable = level;
    Edge edge = level ^ settings.activeLow() ? Edge.RISING : Edge.FALLING;
    if (!settings.edges().contains(edge)) {
      return;
    }
    sequence++;
    if (edgesToDrop > 0) {
      edgesToDrop--;
      return;
    }
    EdgeEvent event = new EdgeEvent(edge, sequence, clock.nanos());
    clock.execute(
        () -> {
          if (!isClosed) {
            listener.onEdge(event);
          }
        });
  }

  private void cancelSettling() {
    if (settling != null) {
      settling.cancel();
      settling = null;
    }
  }
}
