package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code junctor archive}, for the parser: as it is usually called, it does not come here. */
@Command(
    name = "archive",
    description = {
      "Makes the archive of classes that lets Junctor start in half the time. Done by the packages",
      "and ./junctor build; needed by hand only where another Java is used. Writes to",
      "/var/cache/junctor, or where JUNCTOR_ARCHIVES says."
    },
    mixinStandardHelpOptions = true)
public final class ArchiveCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException, ConfigException {
    return Rehearsal.play(spec.commandLine().getErr());
  }
}
