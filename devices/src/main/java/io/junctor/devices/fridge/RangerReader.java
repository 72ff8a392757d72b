package io.junctor.devices.fridge;

import io.junctor.devices.loop.DeviceLoop;
import io.junctor.devices.loop.Worker;
import io.junctor.drivers.serial.PortLost;
import io.junctor.drivers.serial.SerialException;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialPorts;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the ranger's bytes on a thread of its own and hands readings over to the device's loop.
 * A line that is lost, or was not there, is opened again with growing pauses, for ever: somebody
 * may plug the cable in tomorrow.
 *
 * <p>Owned by its worker thread; {@link #close} may be called from any.
 */
final class RangerReader implements Worker {

  static final SerialSettings SETTINGS = SerialSettings.parse("9600 8N1");

  /** The first pause before opening again; a USB adapter needs about that to come back. */
  static final Duration PAUSE_MIN = Duration.ofMillis(250);

  /** The longest pause: a person who plugs the cable in waits no longer than this. */
  static final Duration PAUSE_MAX = Duration.ofSeconds(4);

  /** Some readings at once, no more: 6 bytes each. */
  private static final int BUFFER_BYTES = 64;

  private static final Logger LOG = LoggerFactory.getLogger(RangerReader.class);

  private final SerialPorts ports;
  private final String path;
  private final DeviceLoop loop;
  private final Consumer<RangerReading> onReading;
  private final Runnable onOpened;
  private final Consumer<String> onLost;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final AtomicReference<@Nullable SerialPort> port = new AtomicReference<>();
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private DistanceParser parser = new DistanceParser();
  private Duration pause = PAUSE_MIN;

  /**
   * A reader that has not opened the port yet.
   *
   * @param onReading told of each reading, on the loop
   * @param onOpened told that there is a line now, on the loop
   * @param onLost told why there is no line, on the loop, at each failed opening
   */
  RangerReader(
      SerialPorts ports,
      String path,
      DeviceLoop loop,
      Consumer<RangerReading> onReading,
      Runnable onOpened,
      Consumer<String> onLost) {
    this.ports = ports;
    this.path = path;
    this.loop = loop;
    this.onReading = onReading;
    this.onOpened = onOpened;
    this.onLost = onLost;
  }

  @Override
  public Duration step(Duration longest) {
    SerialPort open = port.get();
    if (isClosed.get()) {
      return PAUSE_MAX;
    }
    try {
      if (open == null) {
        open();
      } else {
        read(open, longest);
      }
      return Duration.ZERO;
    } catch (SerialException lost) {
      return onFailure(lost);
    }
  }

  private void open() throws SerialException {
    SerialPort opened = ports.open(path, SETTINGS);
    parser = new DistanceParser();
    port.set(opened);
    handOver(onOpened);
    LOG.info("serial line opened path={}", path);
    if (isClosed.get()) { // closed while opening: nobody else will
      opened.close();
    }
  }

  private void read(SerialPort open, Duration longest) throws PortLost {
    int count = open.read(buffer, 0, buffer.length, longest);
    parser.accept(
        buffer,
        0,
        count,
        reading -> {
          pause = PAUSE_MIN; // it works: the next loss begins anew
          handOver(() -> onReading.accept(reading));
        });
  }

  /** Closes the port and tells the loop; returns how long to wait before opening again. */
  private Duration onFailure(SerialException cause) {
    SerialPort failed = port.getAndSet(null);
    if (failed != null) {
      failed.close();
    }
    if (isClosed.get()) {
      return PAUSE_MAX;
    }
    LOG.debug("serial line failed path={} cause={}", path, cause.getMessage());
    handOver(() -> onLost.accept(String.valueOf(cause.getMessage())));
    Duration now = pause;
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : doubled;
    return now;
  }

  /** A reading that the loop cannot take is not worth keeping: the next one comes at once. */
  private void handOver(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException behind) {
      LOG.trace("reading dropped path={} cause={}", path, behind.getMessage());
    }
  }

  /** Closes the port for good; the worker itself is cancelled by its timer. */
  void close() {
    isClosed.set(true);
    SerialPort open = port.get();
    if (open != null) {
      open.close();
    }
  }
}
