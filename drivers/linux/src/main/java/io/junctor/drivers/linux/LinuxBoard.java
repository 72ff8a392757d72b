package io.junctor.drivers.linux;

import io.junctor.drivers.Board;
import io.junctor.drivers.gpio.GpioChips;
import io.junctor.drivers.i2c.I2cBus;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.linux.kernel.FfmKernel;
import io.junctor.drivers.linux.kernel.Kernel;
import io.junctor.drivers.serial.SerialPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The board this process runs on. Closing it drives every open output to its safe level and
 * releases everything; call it from the shutdown of the process.
 *
 * <p>Thread-safe.
 */
public final class LinuxBoard implements Board, AutoCloseable {

  private final Kernel kernel;
  private final Path devices;
  private final LinuxGpioChips gpio;
  private final JSerialCommPorts serial = new JSerialCommPorts();
  // bus name -> bus; at most as many as there are adapters
  private final Map<String, LinuxI2cBus> buses = new HashMap<>();
  private boolean isClosed;

  /** The board with its device nodes under {@code /dev}. Opens nothing yet. */
  public LinuxBoard() {
    this(new FfmKernel(), Path.of("/dev"));
  }

  LinuxBoard(Kernel kernel, Path devices) {
    this.kernel = kernel;
    this.devices = devices;
    this.gpio = new LinuxGpioChips(kernel, devices);
  }

  @Override
  public String name() {
    return "linux";
  }

  @Override
  public GpioChips gpio() {
    return gpio;
  }

  @Override
  public I2cBus i2c(String bus) throws I2cException {
    String name = bus.startsWith("/dev/") ? bus.substring("/dev/".length()) : bus;
    return bus(name.matches("\\d+") ? "i2c-" + name : name);
  }

  private synchronized I2cBus bus(String name) throws I2cException {
    if (isClosed) {
      throw new IllegalStateException("the board is closed");
    }
    LinuxI2cBus open = buses.get(name);
    if (open == null) {
      open = LinuxI2cBus.open(kernel, devices.resolve(name));
      buses.put(name, open);
    }
    return open;
  }

  /** The names of the I2C buses present now, in the order of their numbers. */
  public List<String> i2cBuses() {
    return nodes(devices, "i2c-*");
  }

  @Override
  public SerialPorts serial() {
    return serial;
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    gpio.close();
    buses.values().forEach(LinuxI2cBus::close);
    buses.clear();
  }

  /** The device nodes that match, in the order of the numbers they end in. */
  static List<String> nodes(Path devices, String glob) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(devices, glob)) {
      found.forEach(path -> names.add(path.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException("listing " + devices + "/" + glob, e);
    }
    names.sort(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    return names;
  }
}
