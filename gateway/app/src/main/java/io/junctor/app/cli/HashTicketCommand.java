package io.junctor.app.cli;

import io.junctor.wamp.auth.TicketHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code junctor hash-ticket}. */
@Command(
    name = "hash-ticket",
    description = {
      "Prints the stored form of a ticket for principals.<name>.ticket in junctor.yaml.",
      "The ticket itself is asked for, or read as one line from standard input."
    },
    mixinStandardHelpOptions = true)
public final class HashTicketCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    String ticket = read();
    if (ticket == null || ticket.isBlank()) {
      spec.commandLine().getErr().println("expected a ticket, got nothing");
      return 2;
    }
    byte[] salt = new byte[TicketHash.SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    spec.commandLine()
        .getOut()
        .println(TicketHash.of(ticket, salt, TicketHash.ITERATIONS_DEFAULT).toText());
    return 0;
  }

  @SuppressWarnings("SystemConsoleNull") // the two null checkers disagree about System.console()
  private static @Nullable String read() throws IOException {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] typed = console.readPassword("Ticket: ");
      return typed == null ? null : new String(typed);
    }
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
  }
}
