package io.junctor.app.node;

import io.junctor.app.config.GatewayConfig.DriverSet;
import io.junctor.devices.config.SafeOutput;
import io.junctor.drivers.modbus.ModbusEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plain file that {@code outputs-safe} (systemd/outputs-safe) reads when this process is dead:
 * one step a line, see {@link SafeOutput#text}.
 *
 * <p>It is there before the first output can be switched on, and a reader sees the old file or the
 * new one, never a part.
 *
 * <p>The reader cannot look names up. Where a server has a name, its address is looked up here, at
 * first and then again and again, and the file is written anew when it has changed: one thread,
 * from {@link #open} to {@link #close}, and none where there are no names.
 */
final class OutputsFile implements AutoCloseable {

  /** What the reader takes, STEPS_MAX; a machine has some hundred outputs at most. */
  static final int LINES_MAX = 1_024;

  /** What the reader takes, FILE_BYTES_MAX. */
  static final int BYTES_MAX = 262_144;

  /** How long a start waits for name servers: it is not for them to keep a machine from working. */
  private static final Duration LOOK_UP_MAX = Duration.ofSeconds(2);

  private static final Duration LOOK_UP_AGAIN = Duration.ofSeconds(60);
  private static final Duration UNKNOWN_AGAIN = Duration.ofSeconds(5);

  private static final String HEAD =
      "# Written by junctor at its start; read by outputs-safe when it is dead.\n";

  private static final Logger log = LoggerFactory.getLogger(OutputsFile.class);

  private final Path file;
  private final List<SafeOutput> outputs;
  private final List<String> names;
  private final ServerAddresses addresses;
  private List<SafeOutput> written = List.of(); // owned by who opens it, then by the thread
  private @Nullable Thread keeper;

  private OutputsFile(Path file, List<SafeOutput> outputs, ServerAddresses addresses) {
    this.file = file;
    this.outputs = outputs;
    this.addresses = addresses;
    names = outputs.stream().flatMap(OutputsFile::name).distinct().toList();
  }

  /**
   * Writes the file for the things that will run, and keeps it right until it is closed.
   *
   * @throws IOException when it cannot be written; then no output may be switched on.
   */
  static OutputsFile open(Path file, GatewayPlan plan, Placement placement) throws IOException {
    List<SafeOutput> outputs =
        plan.config().drivers() == DriverSet.SIM
            ? List.of() // what is configured is simulated; the real chips are not ours
            : plan.things(placement).stream()
                .flatMap(thing -> thing.config().safeOutputs().stream())
                .toList();
    return open(file, outputs, new ServerAddresses(InetAddress::getByName), UNKNOWN_AGAIN);
  }

  static OutputsFile open(
      Path file, List<SafeOutput> outputs, ServerAddresses addresses, Duration unknownAgain)
      throws IOException {
    OutputsFile kept = new OutputsFile(file, outputs, addresses);
    try {
      boolean areKnown = kept.names.isEmpty() || addresses.lookUp(kept.names, LOOK_UP_MAX);
      kept.write();
      if (!kept.names.isEmpty()) {
        kept.keeper =
            Thread.ofVirtual().name("outputs-file").start(() -> kept.keep(areKnown, unknownAgain));
      }
      return kept;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(file + ": interrupted while the servers' addresses were looked up", e);
    }
  }

  private static Stream<String> name(SafeOutput output) {
    return output instanceof SafeOutput.Modbus(ModbusEndpoint.Tcp server, int unit, var write)
            && ServerAddresses.isName(server.host())
        ? Stream.of(server.host())
        : Stream.empty();
  }

  private void keep(boolean areKnown, Duration unknownAgain) {
    boolean known = areKnown;
    try {
      while (true) {
        Thread.sleep(known ? LOOK_UP_AGAIN : unknownAgain);
        known = addresses.lookUp(names, LOOK_UP_MAX);
        if (!resolved().equals(written)) {
          write();
        }
      }
    } catch (InterruptedException | ClosedByInterruptException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.error("cause={}: outputs are safe at the addresses of before only", e.toString());
    }
  }

  private List<SafeOutput> resolved() {
    return outputs.stream().map(this::resolved).toList();
  }

  private SafeOutput resolved(SafeOutput output) {
    return output instanceof SafeOutput.Modbus step
            && step.endpoint() instanceof ModbusEndpoint.Tcp server
        ? step.at(addresses.of(server.host()))
        : output;
  }

  private void write() throws IOException {
    List<SafeOutput> steps = resolved();
    String unknown =
        steps.stream().flatMap(OutputsFile::name).distinct().collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      log.warn(
          "cause=unknown_host: no address for {}; if this process dies now, outputs there stay on",
          unknown);
    }
    write(file, steps);
    written = steps;
  }

  static void write(Path file, List<SafeOutput> outputs) throws IOException {
    if (outputs.size() > LINES_MAX) {
      throw new IOException(
          "%s: expected at most %d outputs, got %d".formatted(file, LINES_MAX, outputs.size()));
    }
    StringBuilder text = new StringBuilder(HEAD);
    outputs.forEach(output -> text.append(output.text()).append('\n'));
    if (text.length() > BYTES_MAX) {
      throw new IOException(
          "%s: expected at most %d bytes, got %d".formatted(file, BYTES_MAX, text.length()));
    }
    Path next = file.resolveSibling(file.getFileName() + "~");
    Files.writeString(next, text, StandardCharsets.US_ASCII);
    try (FileChannel written = FileChannel.open(next, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Leaves the file as it is: whoever reads it needs it after the end of this process. */
  @Override
  public void close() {
    Thread running = keeper;
    if (running != null) {
      running.interrupt();
    }
  }
}
