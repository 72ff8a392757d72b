package io.junctor.drivers.gpio;

import io.junctor.drivers.DriverException;
import org.jspecify.annotations.Nullable;

/** A GPIO line could not be opened, read or driven. */
public final class GpioException extends DriverException {

  /** What kind of failure, each with what to do about it. */
  public enum Kind {
    NOT_FOUND("List the lines with 'junctor probe gpio' and correct the name in the configuration"),
    BUSY(
        "Another program or a device-tree overlay holds the line: 'gpioinfo' names it; free it or use another line"),
    PERMISSION("Add the user to group gpio: 'sudo usermod -aG gpio USER', then log in again"),
    UNSUPPORTED(
        "This chip cannot do it: change bias, drive or debounce, or use a line of another chip"),
    REMOVED("The chip has gone: plug it in again or reload its driver, then reopen the line"),
    IO("See the kernel log ('dmesg') for the chip's driver");

    private final String remedy;

    Kind(String remedy) {
      this.remedy = remedy;
    }
  }

  private final Kind kind;

  public GpioException(Kind kind, String where, String what) {
    this(kind, where, what, null);
  }

  public GpioException(Kind kind, String where, String what, @Nullable Throwable cause) {
    super(what, where, kind.remedy, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  @Override
  public boolean isTransient() {
    return switch (kind) {
      case BUSY, REMOVED, IO -> true;
      case NOT_FOUND, PERMISSION, UNSUPPORTED -> false;
    };
  }
}
