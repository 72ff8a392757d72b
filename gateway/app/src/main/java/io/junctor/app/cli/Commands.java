package io.junctor.app.cli;

import io.junctor.app.Failure;
import io.junctor.app.Version;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line with all its commands. */
@Command(
    name = "junctor",
    description = "Edge gateway: a local WAMP router for what is wired to the board.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      RouterCommand.class,
      WorkerCommand.class,
      CloudCommand.class,
      CheckCommand.class,
      SchemaCommand.class,
      CallCommand.class,
      PublishCommand.class,
      SubscribeCommand.class,
      HashCommand.class,
      HashTicketCommand.class,
      ProbeCommand.class,
      KeygenCommand.class,
      ArchiveCommand.class,
      AutoComplete.GenerateCompletion.class,
      HelpCommand.class
    })
public final class Commands {

  private Commands() {}

  /** Runs one command; its exit status. */
  public static int execute(String... words) {
    return newCommandLine().execute(words);
  }

  /** The command line's parser; runs what it has parsed. */
  public static CommandLine newCommandLine() {
    CommandLine line = new CommandLine(new Commands());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          command.getErr().println(command.getColorScheme().errorText(Failure.sentence(error)));
          return Failure.status(error);
        });
    return line;
  }
}
