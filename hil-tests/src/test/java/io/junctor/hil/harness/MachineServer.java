package io.junctor.hil.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Modbus server by pymodbus in a process of its own, with units 1 and 2. One thread. */
public final class MachineServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path PROGRAM = Path.of("clients", "python", "modbus_server.py");
  private static final int IMPORT_SECONDS_MAX = 30;
  private static final int END_SECONDS_MAX = 10;

  private final Process process;
  private final BufferedReader output;
  private final Writer input;
  private final int port;

  private MachineServer(String config) {
    requirePymodbus();
    try {
      process =
          new ProcessBuilder(PYTHON.toString(), PROGRAM.toString(), config)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      output = process.inputReader(StandardCharsets.UTF_8);
      input = process.outputWriter(StandardCharsets.UTF_8);
      port = read().get("ready").asInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Skips the test, or fails it where {@code CI=true}, when pymodbus is not there. */
  public static void requirePymodbus() {
    Tools.require(
        Files.isExecutable(PYTHON) && canImport(),
        "needs pymodbus: apt-get install python3-pymodbus python3-serial python3-serial-asyncio");
  }

  private static boolean canImport() {
    try {
      Process trial =
          new ProcessBuilder(
                  PYTHON.toString(), "-c", "import pymodbus.server, serial, serial_asyncio")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return trial.waitFor(IMPORT_SECONDS_MAX, TimeUnit.SECONDS) && trial.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Listens on loopback; port 0 for any. */
  public static MachineServer onTcp(int port) {
    return new MachineServer("{\"tcp\": " + port + "}");
  }

  /** Units on a serial line. */
  public static MachineServer onSerial(Path port) {
    return new MachineServer("{\"serial\": \"" + port + "\"}");
  }

  public int port() {
    return port;
  }

  /** Sets registers or bits: {@code co}, {@code di}, {@code hr}, {@code ir}. */
  public void set(int unit, String table, int address, int... values) {
    ask("{\"set\": [%d, \"%s\", %d, %s]}".formatted(unit, table, address, Arrays.toString(values)));
  }

  /** What the registers or bits hold. */
  public List<Integer> get(int unit, String table, int address, int count) {
    List<Integer> values = new ArrayList<>();
    ask("{\"get\": [%d, \"%s\", %d, %d]}".formatted(unit, table, address, count))
        .get("values")
        .forEach(value -> values.add(value.asInt()));
    return values;
  }

  private JsonNode ask(String line) {
    try {
      input.write(line + "\n");
      input.flush();
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode read() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the Modbus server has ended; its errors are above");
    }
    return JSON.readTree(line);
  }

  /** Ends it at once, as a power failure does. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new AssertionError("the Modbus server cannot be ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
