package io.junctor.app;

import io.junctor.app.cli.CallCommand;
import io.junctor.app.cli.CheckCommand;
import io.junctor.app.cli.CloudCommand;
import io.junctor.app.cli.DemoCommand;
import io.junctor.app.cli.HashCommand;
import io.junctor.app.cli.HashTicketCommand;
import io.junctor.app.cli.KeygenCommand;
import io.junctor.app.cli.ProbeCommand;
import io.junctor.app.cli.PublishCommand;
import io.junctor.app.cli.RouterCommand;
import io.junctor.app.cli.RunCommand;
import io.junctor.app.cli.SchemaCommand;
import io.junctor.app.cli.SubscribeCommand;
import io.junctor.app.cli.WorkerCommand;
import io.junctor.app.config.ConfigException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The entry point. */
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
      AutoComplete.GenerateCompletion.class,
      HelpCommand.class
    })
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] args) {
    Logging.install();
    int status = commandLine().execute(args);
    System.exit(status);
  }

  /** The command line, also for tests. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          command.getErr().println(command.getColorScheme().errorText(sentence(error)));
          return error instanceof ConfigException ? 2 : 1;
        });
    return line;
  }

  /** The JDK puts what went wrong with a file into the type alone. */
  private static String reason(FileSystemException error) {
    return switch (error) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case FileAlreadyExistsException _ -> "exists already";
      case AccessDeniedException _ -> "permission denied";
      default -> error.getClass().getSimpleName();
    };
  }

  private static String sentence(Exception error) {
    if (error instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + reason(file);
    }
    String message = error.getMessage();
    return message == null || message.isBlank() ? error.toString() : message;
  }
}
