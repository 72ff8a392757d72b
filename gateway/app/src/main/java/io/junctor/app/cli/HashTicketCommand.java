package io.junctor.app.cli;

import io.junctor.wamp.auth.TicketHash;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
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
    String ticket = SecretInput.read("Ticket: ");
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
}
