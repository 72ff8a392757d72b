package io.junctor.hil.modbus;

import io.junctor.hil.harness.MachineServer;
import io.junctor.hil.harness.SerialPair;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** RTU over two pseudo terminals, which have no baud rate and refuse parity: bytes only. */
class ModbusRtuTest extends ModbusBehaviour {

  private @Nullable SerialPair line;

  @Override
  MachineServer startMachine(Path folder) {
    if (line == null) {
      line = SerialPair.in(folder);
    }
    return MachineServer.onSerial(line.machine());
  }

  @Override
  String connection() {
    return "{serial: \"" + (line == null ? "" : line.board()) + "\", settings: 19200 8N1}";
  }

  @Override
  void stopLine() {
    if (line != null) {
      line.close();
    }
  }
}
