package io.junctor.hil.harness;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The packaged product with a configuration of the test's own, in a folder that goes with it. */
public final class ConfiguredGateway implements AutoCloseable {

  private final Path folder;
  private final ProductProcess process;

  private ConfiguredGateway(Path folder, ProductProcess process) {
    this.folder = folder;
    this.process = process;
  }

  /** A folder for {@link #start}, where the test may put files first. */
  public static Path newFolder() throws IOException {
    return Files.createTempDirectory("junctor-hil"); // short, as the path of a Unix socket must be
  }

  /** Starts one in the folder. */
  public static ConfiguredGateway start(Path folder, String configuration) throws IOException {
    return start(folder, configuration, List.of());
  }

  /**
   * Starts one in the folder.
   *
   * @param flags of its JVM, besides the product's own.
   */
  public static ConfiguredGateway start(Path folder, String configuration, List<String> flags)
      throws IOException {
    Path file = folder.resolve("junctor.yaml");
    Files.writeString(file, configuration);
    return new ConfiguredGateway(
        folder,
        ProductProcess.start(folder, Map.of(), List.of(), flags, "run", "-c", file.toString()));
  }

  /** Its folder. */
  public Path folder() {
    return folder;
  }

  /** Its process. */
  public ProductProcess process() {
    return process;
  }

  /** An address of the ready line: the listeners of a key, in their order, from 0. */
  public URI address(String key, int index) {
    return URI.create(Endpoints.values(process.readyLine(), key).get(index));
  }

  /** The port of such an address. */
  public int port(String key, int index) {
    return address(key, index).getPort();
  }

  /** Ends it, whatever is left of it. */
  public void kill() {
    process.kill();
    TempFiles.delete(folder);
  }

  @Override
  public void close() {
    int status = process.terminate();
    if (status != 0) {
      throw new AssertionError(
          "the gateway ended with " + status + "; its log ends:\n" + process.logTail());
    }
    TempFiles.delete(folder);
  }
}
