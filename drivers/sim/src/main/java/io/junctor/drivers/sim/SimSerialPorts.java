package io.junctor.drivers.sim;

import io.junctor.drivers.serial.SerialException;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialPorts;
import io.junctor.drivers.serial.SerialSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Finds the simulated serial lines. */
final class SimSerialPorts implements SerialPorts {

  // path -> line
  private final Map<String, SimSerialLine> lines = new ConcurrentSkipListMap<>();

  SimSerialLine add(SimSerialLine line) {
    if (lines.putIfAbsent(line.path(), line) != null) {
      throw new IllegalArgumentException("serial line " + line.path() + " exists already");
    }
    return line;
  }

  @Override
  public List<String> paths() {
    return lines.values().stream()
        .filter(SimSerialLine::isPlugged)
        .map(SimSerialLine::path)
        .toList();
  }

  @Override
  public SerialPort open(String path, SerialSettings settings) throws SerialException {
    SimSerialLine line = lines.get(path);
    if (line == null) {
      throw new SerialException(SerialException.Kind.NOT_FOUND, path, "no such port");
    }
    return line.open(settings);
  }
}
