package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import io.junctor.app.node.Placement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The command lines that units have, recognized without the command line's parser: {@code run},
 * {@code router}, {@code worker} or {@code cloud} and {@code -c FILE}, and {@code archive}, nothing
 * else.
 *
 * <p>The parser takes longer than the router needs for everything else before its first session:
 * its class files are of a form that no archive of classes can hold. Any other line, right or
 * wrong, is the parser's.
 */
public final class ServiceLine {

  private static final String ARCHIVE = "archive";

  private final String command;
  private final boolean network;
  private final Path file;

  private ServiceLine(String command, boolean network, Path file) {
    this.command = command;
    this.network = network;
    this.file = file;
  }

  /** The line, or null when it is for the parser. */
  public static @Nullable ServiceLine of(String... words) {
    if (words.length == 1 && words[0].equals(ARCHIVE)) {
      return new ServiceLine(ARCHIVE, false, Path.of(""));
    }
    boolean network =
        words.length == 4 && words[0].equals("worker") && words[1].equals("--network");
    if (!network && words.length != 3) {
      return null;
    }
    String option = words[words.length - 2];
    String file = words[words.length - 1];
    if (!(option.equals("-c") || option.equals("--config"))
        || file.startsWith("-")
        || file.startsWith("@")) {
      return null;
    }
    return switch (words[0]) {
      case "run", "router", "worker", "cloud" -> new ServiceLine(words[0], network, Path.of(file));
      default -> null;
    };
  }

  /** Runs it until the process is told to stop; the exit status where it does not get that far. */
  public int run(PrintWriter out, PrintWriter err)
      throws IOException, InterruptedException, ConfigException {
    if (command.equals(ARCHIVE)) {
      return Rehearsal.play(err);
    }
    Service service = new Service(out, err);
    Path outputs = OutputsOption.inRuntimeDirectory(System.getenv());
    return switch (command) {
      case "run" -> service.gateway(file, outputs);
      case "router" -> service.router(file);
      case "cloud" -> service.cloud(file);
      default -> service.worker(file, network ? Placement.NETWORK : Placement.DEVICES, outputs);
    };
  }
}
