package io.junctor.drivers.serial;

import io.junctor.drivers.DriverException;
import org.jspecify.annotations.Nullable;

/** A serial port could not be opened, or was lost ({@link PortLost}). */
public sealed class SerialException extends DriverException permits PortLost {

  /** What kind of failure, each with what to do about it. */
  public enum Kind {
    NOT_FOUND("Plug the adapter in or correct the path: 'junctor probe serial' lists the ports"),
    BUSY("Another program has it open: 'fuser -v PATH' names it"),
    PERMISSION("Add the user to group dialout: 'sudo usermod -aG dialout USER', then log in again"),
    UNSUPPORTED("The port refuses these settings: check baud, parity and stop bits"),
    LOST("Check the cable and the adapter; the port is opened again when it is back");

    private final String remedy;

    Kind(String remedy) {
      this.remedy = remedy;
    }
  }

  private final Kind kind;

  public SerialException(Kind kind, String path, String what) {
    this(kind, path, what, null);
  }

  public SerialException(Kind kind, String path, String what, @Nullable Throwable cause) {
    super(what, path, kind.remedy, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Also true for {@code NOT_FOUND}: a USB adapter that is pulled out can be plugged in again. */
  @Override
  public boolean isTransient() {
    return switch (kind) {
      case NOT_FOUND, BUSY, LOST -> true;
      case PERMISSION, UNSUPPORTED -> false;
    };
  }
}
