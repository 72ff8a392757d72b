package io.junctor.hil.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;

/**
 * A chip of the kernel's gpio-sim, from the side of the world: what pulls at its lines and what
 * comes out of them.
 *
 * @param config its folder in configfs.
 * @see <a href="https://docs.kernel.org/admin-guide/gpio/gpio-sim.html">GPIO simulator</a>
 */
public record GpioSim(Path config) {

  /** Pulls a line up or down, as a contact does. */
  public void pull(int offset, boolean isUp) {
    write(attribute(offset, "pull"), isUp ? "pull-up" : "pull-down");
  }

  /** The level at a line. */
  public boolean isHigh(int offset) {
    return read(attribute(offset, "value")).equals("1");
  }

  /** Waits for a level at a line. */
  public void awaitLevel(int offset, boolean isHigh) {
    Awaitility.await("line " + offset + (isHigh ? " high" : " low"))
        .until(() -> isHigh(offset) == isHigh);
  }

  /** Pulls out the whole chip. */
  public void remove() {
    write(config.resolve("live"), "0");
  }

  /** Plugs the chip in again; its lines are pulled down. */
  public void restore() {
    write(config.resolve("live"), "1");
  }

  /** What the kernel says of a line, such as {@code gpio-513 (junctor door) input,pull-up}. */
  public static String describe(int offset) {
    return read(Path.of("/sys/kernel/debug/gpio"))
        .lines()
        .filter(text -> text.startsWith(" gpio-"))
        .skip(offset)
        .findFirst()
        .orElseThrow();
  }

  private Path attribute(int offset, String name) {
    String device = read(config.resolve("dev_name"));
    String chip = read(config.resolve("bank/chip_name"));
    return Path.of("/sys/devices/platform", device, chip, "sim_gpio" + offset, name);
  }

  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
