package io.junctor.app;

import io.junctor.app.cli.Commands;
import io.junctor.app.cli.ServiceLine;
import io.junctor.app.config.ConfigException;
import io.junctor.app.log.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The entry point. It does not mention the command line's parser, which the JVM would load with it
 * and a service has no use for.
 */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] args) {
    Logging.install();
    ServiceLine service = ServiceLine.of(args);
    System.exit(service == null ? Commands.execute(args) : run(service));
  }

  private static int run(ServiceLine service) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    ClassArchive.complaint().ifPresent(text -> err.println("warning: " + text));
    try {
      return service.run(new PrintWriter(System.out, true, StandardCharsets.UTF_8), err);
    } catch (IOException | ConfigException | RuntimeException | InterruptedException e) {
      err.println(Failure.sentence(e));
      return Failure.status(e);
    }
  }
}
