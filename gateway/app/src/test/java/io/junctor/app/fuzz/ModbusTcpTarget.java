package io.junctor.app.fuzz;

import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusMaster;
import io.junctor.drivers.modbus.link.ModbusLinks;
import io.junctor.drivers.modbus.tcp.NettyTcpLinks;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/** A Modbus machine over TCP whose answers are nearly right. */
final class ModbusTcpTarget implements FuzzTarget {

  private static final int HEADER_BYTES = 7;
  private static final Duration TIMEOUT = Duration.ofMillis(20);

  private final Random random;
  private final Random answers; // of the machine's thread
  private final ServerSocket server;
  private final NettyTcpLinks tcp = new NettyTcpLinks();
  private final ModbusLinks links;
  private final ModbusMaster machine;

  ModbusTcpTarget(Random random) throws IOException {
    this.random = random;
    this.answers = new Random(random.nextLong());
    this.server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("fuzz-machine").start(this::serve);
    this.links =
        new ModbusLinks(
            new ScriptedSerial(random, new Mutations(random), 1), tcp, System::nanoTime);
    this.machine =
        links.open(new ModbusEndpoint.Tcp("127.0.0.1", server.getLocalPort()), 1, TIMEOUT);
  }

  @Override
  public String name() {
    return "modbus tcp";
  }

  @Override
  public int weight() {
    return 1;
  }

  @Override
  public void feed(int frames) {
    for (int i = 0; i < frames; i++) {
      try {
        int quantity = 1 + random.nextInt(8);
        byte[] registers = machine.readHoldingRegisters(random.nextInt(1_000), quantity);
        if (registers.length != 2 * quantity) {
          throw new AssertionError(
              "expected " + quantity + " registers, got " + registers.length + " bytes");
        }
      } catch (ModbusException refused) {
        // often
      }
    }
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.setTcpNoDelay(true);
        answer(client);
      } catch (IOException gone) {
        // the next one, as long as there is a server
      }
    }
  }

  private void answer(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    Mutations mutations = new Mutations(answers);
    while (true) {
      byte[] request = in.readNBytes(HEADER_BYTES + 5);
      if (request.length < HEADER_BYTES + 5) {
        return;
      }
      int bytes = 2 * (request[11] & 0xFF);
      byte[] frame = Arrays.copyOf(request, HEADER_BYTES + 2 + bytes);
      frame[4] = 0;
      frame[5] = (byte) (3 + bytes);
      frame[8] = (byte) bytes;
      client.getOutputStream().write(mutations.sometimes(frame, 3));
    }
  }

  @Override
  public void close() throws IOException {
    machine.close();
    links.close();
    tcp.close();
    server.close();
  }
}
