package io.junctor.drivers.serial;

import java.util.List;

/** Finds and opens serial ports. Thread-safe. */
public interface SerialPorts {

  /** The paths of the ports present now, sorted. */
  List<String> paths();

  /**
   * Opens a port for this program alone.
   *
   * @param path for example {@code /dev/serial/by-id/usb-FTDI_...}; looked up anew at each opening
   * @throws SerialException with kind {@code NOT_FOUND}, {@code BUSY}, {@code PERMISSION} or {@code
   *     UNSUPPORTED}
   */
  SerialPort open(String path, SerialSettings settings) throws SerialException;
}
