package io.junctor.app.cli;

import io.junctor.wamp.auth.CraSecret;
import io.junctor.wamp.auth.ScramKdf;
import io.junctor.wamp.auth.ScramSecret;
import io.junctor.wamp.auth.TicketHash;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code junctor hash}. */
@Command(
    name = "hash",
    description = {
      "Prints the stored form of a secret for principals.<name>.<method> in junctor.yaml.",
      "The secret itself is asked for, or read as one line from standard input."
    },
    mixinStandardHelpOptions = true)
public final class HashCommand implements Callable<Integer> {

  /** The methods whose secrets are stored. */
  enum Method {
    TICKET,
    WAMPCRA,
    SCRAM;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--method",
      defaultValue = "ticket",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Method method;

  @Option(
      names = "--kdf",
      defaultValue = "argon2id13",
      description = "For scram: argon2id13 or pbkdf2. Default: ${DEFAULT-VALUE}.")
  private String kdf;

  @Option(names = "--iterations", description = "Passes. Default: as many as a board can take.")
  private @Nullable Integer iterations;

  @Option(names = "--memory", description = "KiB, for argon2id13. Default: 8192.")
  private @Nullable Integer memory;

  @Option(
      names = "--unsalted",
      description = {
        "For wampcra clients that cannot derive keys:",
        "what is printed is then the secret itself in another alphabet."
      })
  private boolean unsalted;

  @Override
  public Integer call() throws IOException {
    String secret = SecretInput.read(method == Method.TICKET ? "Ticket: " : "Password: ");
    if (secret == null || secret.isBlank()) {
      spec.commandLine().getErr().println("expected a " + method + " secret, got nothing");
      return 2;
    }
    try {
      spec.commandLine().getOut().println(stored(secret));
      return 0;
    } catch (IllegalArgumentException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 2;
    }
  }

  private String stored(String secret) {
    return switch (method) {
      case TICKET ->
          TicketHash.of(
                  secret,
                  random(TicketHash.SALT_BYTES),
                  orElse(iterations, TicketHash.ITERATIONS_DEFAULT))
              .toText();
      case WAMPCRA -> cra(secret).toText();
      case SCRAM -> ScramSecret.of(secret, random(ScramSecret.SALT_BYTES), scramKdf()).toText();
    };
  }

  private CraSecret cra(String secret) {
    if (unsalted) {
      return CraSecret.plain(secret);
    }
    String salt = Base64.getEncoder().encodeToString(random(CraSecret.SALT_BYTES));
    return CraSecret.salted(
        secret, salt, orElse(iterations, CraSecret.ITERATIONS_DEFAULT), CraSecret.KEY_BYTES);
  }

  private ScramKdf scramKdf() {
    return switch (kdf) {
      case "argon2id13" ->
          new ScramKdf(
              ScramKdf.Function.ARGON2ID13,
              orElse(iterations, ScramKdf.ARGON2_DEFAULT.iterations()),
              orElse(memory, ScramKdf.ARGON2_DEFAULT.memory()));
      case "pbkdf2" ->
          new ScramKdf(
              ScramKdf.Function.PBKDF2,
              orElse(iterations, ScramKdf.PBKDF2_DEFAULT.iterations()),
              0);
      default ->
          throw new IllegalArgumentException("--kdf: expected argon2id13 or pbkdf2, got " + kdf);
    };
  }

  private static int orElse(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
