package io.junctor.drivers.linux;

import io.junctor.drivers.gpio.Edge;
import io.junctor.drivers.gpio.EdgeEvent;
import io.junctor.drivers.gpio.EdgeListener;
import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioInput;
import io.junctor.drivers.gpio.InputSettings;
import io.junctor.drivers.linux.kernel.GpioV2LineEvent;
import io.junctor.drivers.linux.kernel.Kernel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An input line requested from the kernel; its events come from the {@link GpioEventLoop}. */
final class LinuxGpioInput implements GpioInput, GpioEventLoop.Source {

  private static final Logger LOG = LoggerFactory.getLogger(LinuxGpioInput.class);

  private final LineFile file;
  private final GpioEventLoop loop;
  private final boolean hasEdges;
  private final EdgeListener listener;
  private final Consumer<AutoCloseable> onClose;
  private final AtomicBoolean isClosing = new AtomicBoolean();

  LinuxGpioInput(
      LineRequest.Opened line,
      Kernel kernel,
      GpioEventLoop loop,
      InputSettings settings,
      EdgeListener listener,
      Consumer<AutoCloseable> onClose) {
    this.file = new LineFile(line, kernel);
    this.loop = loop;
    this.hasEdges = !settings.edges().isEmpty();
    this.listener = listener;
    this.onClose = onClose;
  }

  /** Lets the events come. */
  void start() throws GpioException {
    if (!hasEdges) {
      return;
    }
    try {
      loop.add(this);
    } catch (GpioException e) {
      close();
      throw e;
    }
  }

  @Override
  public String where() {
    return file.where();
  }

  @Override
  public boolean isActive() throws GpioException {
    if (isClosing.get()) {
      throw new IllegalStateException(where() + " is closed");
    }
    return file.isActive();
  }

  @Override
  public void close() {
    if (!isClosing.compareAndSet(false, true)) {
      return;
    }
    if (hasEdges) {
      loop.remove(this);
    }
    file.close();
    onClose.accept(this);
  }

  @Override
  public int fd() {
    return file.fd();
  }

  @Override
  public void onEvent(GpioV2LineEvent event) {
    if (isClosing.get()) {
      return;
    }
    Edge edge = event.id() == GpioV2LineEvent.RISING ? Edge.RISING : Edge.FALLING;
    try {
      listener.onEdge(
          new EdgeEvent(
              edge, Integer.toUnsignedLong(event.lineSequence()), event.timestampNanos()));
    } catch (RuntimeException e) {
      LOG.error("Edge listener failed line={}", where(), e);
    }
  }

  @Override
  public void onLost(GpioException cause) {
    if (isClosing.get()) {
      return;
    }
    try {
      listener.onLost(cause);
    } catch (RuntimeException e) {
      LOG.error("Edge listener failed line={}", where(), e);
    }
  }
}
