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
import io.junctor.app.cli.ServiceLine;
import io.junctor.app.cli.SubscribeCommand;
import io.junctor.app.cli.WorkerCommand;
import io.junctor.app.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
    ServiceLine service = ServiceLine.of(args);
    int status = service == null ? commandLine().execute(args) : run(service);
    System.exit(status);
  }

  private static int run(ServiceLine service) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    try {
      return service.run(new PrintWriter(System.out, true, StandardCharsets.UTF_8), err);
    } catch (IOException | RuntimeException | InterruptedException e) {
      err.println(sentence(e));
      return status(e);
    }
  }

  private static int status(Exception error) {
    return error instanceof ConfigException ? 2 : 1;
  }

  /** The command line, also for tests. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          command.getErr().println(command.getColorScheme().errorText(sentence(error)));
          return status(error);
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
