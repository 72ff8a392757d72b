package io.junctor.drivers.i2c;

import io.junctor.drivers.DriverException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A transfer on an I2C bus failed, or the bus could not be opened. */
public final class I2cException extends DriverException {

  /** What kind of failure, each with what to do about it. */
  public enum Kind {
    ABSENT(
        "No chip acknowledges: check power, wiring and address pins; 'junctor probe i2c' or 'i2cdetect' shows who answers"),
    TIMEOUT(
        "A chip holds the bus low or stretches the clock too long: power-cycle the chips, shorten the wires, lower the speed"),
    BUS_ERROR("Check pull-ups and wire length; see the kernel log ('dmesg') for the adapter"),
    BUSY("A kernel driver holds this address: unbind it or remove its overlay from config.txt"),
    NO_BUS("Enable the bus (dtparam=i2c_arm=on in config.txt, module i2c-dev) or correct its name"),
    PERMISSION("Add the user to group i2c: 'sudo usermod -aG i2c USER', then log in again"),
    UNSUPPORTED("This adapter cannot do it: use SMBus calls of at most 32 bytes, or another bus");

    private final String remedy;

    Kind(String remedy) {
      this.remedy = remedy;
    }
  }

  private final Kind kind;

  private I2cException(Kind kind, String where, String what, @Nullable Throwable cause) {
    super(what, where, kind.remedy, cause);
    this.kind = kind;
  }

  /** A failure of one chip. */
  public static I2cException at(Kind kind, String bus, int address, String what) {
    return new I2cException(
        kind, String.format(Locale.ROOT, "%s at 0x%02x", bus, address), what, null);
  }

  /** A failure of the bus as a whole. */
  public static I2cException of(Kind kind, String bus, String what) {
    return new I2cException(kind, bus, what, null);
  }

  public Kind kind() {
    return kind;
  }

  @Override
  public boolean isTransient() {
    return switch (kind) {
      case ABSENT, TIMEOUT, BUS_ERROR, BUSY -> true;
      case NO_BUS, PERMISSION, UNSUPPORTED -> false;
    };
  }
}
