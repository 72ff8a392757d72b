package io.junctor.hil.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The packaged product in a process of its own: {@code io.junctor.app.Main run -c junctor.yaml} in
 * a new directory, ports chosen by the system and read from the ready line.
 *
 * <p>It is ended by SIGTERM, and a status other than 0 is a failure. Its log is kept in the
 * directory and quoted in failures.
 */
public final class GatewayProcess implements GatewayUnderTest {

  private final ProductProcess process;
  private final Path directory;
  private final Site site;
  private final Endpoints endpoints;

  private GatewayProcess(ProductProcess process, Path directory, Site site) {
    this.process = process;
    this.directory = directory;
    this.site = site;
    this.endpoints = Endpoints.ofReadyLine(process.readyLine());
  }

  /** Starts a gateway without things. */
  public static GatewayProcess start(Site site) {
    return start(site, Wiring.NONE);
  }

  /** Starts a gateway with things. */
  public static GatewayProcess start(Site site, Wiring wiring) {
    try {
      // short: a Unix socket's path has 107 bytes at most
      Path directory = Files.createTempDirectory("junctor-hil");
      Path config = directory.resolve("junctor.yaml");
      String yaml =
          GatewayConfig.of(site, wiring, Dist.hashTicket(site.memberTicket().ticket()), directory);
      Files.writeString(config, yaml);
      ProductProcess process =
          ProductProcess.start(directory, Map.of(), "run", "-c", config.toString());
      return new GatewayProcess(process, directory, site);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Endpoints endpoints() {
    return endpoints;
  }

  @Override
  public Site site() {
    return site;
  }

  /** The end of its log, for failures. */
  public String logTail() {
    return process.logTail();
  }

  /** Sends SIGTERM and returns the exit status. */
  public int terminate() {
    return process.terminate();
  }

  @Override
  public void close() {
    int status = terminate();
    if (status != 0) {
      throw new AssertionError(
          "the gateway ended with status %d; its log ends:%n%s".formatted(status, logTail()));
    }
    TempFiles.delete(directory);
  }
}
