package io.junctor.drivers.linux;

import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import io.junctor.drivers.linux.kernel.Errno;
import io.junctor.drivers.serial.Parity;
import io.junctor.drivers.serial.SerialException;
import io.junctor.drivers.serial.SerialException.Kind;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialPorts;
import io.junctor.drivers.serial.SerialSettings;
import io.junctor.drivers.serial.StopBits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Serial ports by jSerialComm. A new object of its {@code SerialPort} for each opening, because it
 * resolves the path's symbolic link when it is made, and a re-plugged adapter may be another
 * device.
 */
final class JSerialCommPorts implements SerialPorts {

  /** Of the process: so is the shutdown hook of the library. */
  private static final OpenPorts OPEN = new OpenPorts();

  static {
    com.fazecast.jSerialComm.SerialPort.addShutdownHook(
        new Thread(
            () -> {
              var _ = OPEN.awaitAllClosed(OpenPorts.SHUTDOWN_WAIT);
            },
            "serial-ports-in-use"));
  }

  @Override
  public List<String> paths() {
    return Arrays.stream(com.fazecast.jSerialComm.SerialPort.getCommPorts())
        .map(com.fazecast.jSerialComm.SerialPort::getSystemPortPath)
        .sorted()
        .toList();
  }

  @Override
  public SerialPort open(String path, SerialSettings settings) throws SerialException {
    requireAccess(path);
    com.fazecast.jSerialComm.SerialPort port;
    try {
      port = com.fazecast.jSerialComm.SerialPort.getCommPort(path);
    } catch (SerialPortInvalidPortException e) {
      throw new SerialException(Kind.NOT_FOUND, path, "not a serial port", e);
    }
    configure(port, settings);
    if (!port.openPort()) {
      throw failed(path, settings, port.getLastErrorCode(), port.getLastErrorLocation());
    }
    return new JSerialCommPort(path, settings, port, OPEN);
  }

  private static void requireAccess(String path) throws SerialException {
    Path node = Path.of(path);
    if (!Files.exists(node)) {
      throw new SerialException(Kind.NOT_FOUND, path, "no such port");
    }
    if (!Files.isReadable(node) || !Files.isWritable(node)) {
      throw new SerialException(Kind.PERMISSION, path, "may not be read and written");
    }
  }

  private static void configure(com.fazecast.jSerialComm.SerialPort port, SerialSettings settings) {
    port.setComPortParameters(
        settings.baud(),
        settings.dataBits(),
        stopBits(settings.stopBits()),
        parity(settings.parity()),
        settings.isRs485());
    if (!settings.isRs485()) {
      // by default jSerialComm switches a mode off that the device tree has switched on
      port.disableRs485ModeControl();
    }
    port.setComPortTimeouts(JSerialCommPort.TIMEOUT_MODE, JSerialCommPort.FIRST_TIMEOUT_MILLIS, 0);
  }

  private static int parity(Parity parity) {
    return switch (parity) {
      case NONE -> com.fazecast.jSerialComm.SerialPort.NO_PARITY;
      case EVEN -> com.fazecast.jSerialComm.SerialPort.EVEN_PARITY;
      case ODD -> com.fazecast.jSerialComm.SerialPort.ODD_PARITY;
      case MARK -> com.fazecast.jSerialComm.SerialPort.MARK_PARITY;
      case SPACE -> com.fazecast.jSerialComm.SerialPort.SPACE_PARITY;
    };
  }

  private static int stopBits(StopBits bits) {
    return switch (bits) {
      case ONE -> com.fazecast.jSerialComm.SerialPort.ONE_STOP_BIT;
      case ONE_AND_A_HALF -> com.fazecast.jSerialComm.SerialPort.ONE_POINT_FIVE_STOP_BITS;
      case TWO -> com.fazecast.jSerialComm.SerialPort.TWO_STOP_BITS;
    };
  }

  private static SerialException failed(
      String path, SerialSettings settings, int errno, int location) {
    boolean isPresent = Files.exists(Path.of(path));
    Kind kind =
        switch (errno) {
          // a refused lock leaves an older error number behind: the node was there and still is
          case 0, Errno.ENOENT -> isPresent ? Kind.BUSY : Kind.NOT_FOUND;
          case Errno.ENODEV, Errno.ENXIO, Errno.EIO -> Kind.NOT_FOUND;
          case Errno.EACCES, Errno.EPERM -> Kind.PERMISSION;
          case Errno.EBUSY, Errno.EAGAIN -> Kind.BUSY;
          default -> Kind.UNSUPPORTED;
        };
    return new SerialException(
        kind, path, "open with " + settings + " failed: " + Errno.name(errno) + " at " + location);
  }
}
