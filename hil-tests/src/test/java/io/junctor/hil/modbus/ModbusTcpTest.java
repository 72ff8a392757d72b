package io.junctor.hil.modbus;

import io.junctor.hil.harness.MachineServer;
import java.nio.file.Path;

/** Over TCP on loopback. */
class ModbusTcpTest extends ModbusBehaviour {

  private int port; // 0 until the first start

  @Override
  MachineServer startMachine(Path folder) {
    MachineServer server = MachineServer.onTcp(port);
    port = server.port();
    return server;
  }

  @Override
  String connection() {
    return "{tcp: \"127.0.0.1:" + port + "\"}";
  }

  @Override
  void stopLine() {
    // loopback stays
  }
}
