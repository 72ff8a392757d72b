package io.junctor.app.cli;

import io.junctor.wamp.auth.CryptosignAuthenticator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code junctor keygen}. */
@Command(
    name = "keygen",
    description = {
      "Makes an Ed25519 key for WAMP-cryptosign.",
      "Writes the private seed to FILE, readable by you alone, and prints the public key for",
      "principals.<name>.keys in junctor.yaml."
    },
    mixinStandardHelpOptions = true)
public final class KeygenCommand implements Callable<Integer> {

  private static final int SEED_BYTES = 32;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "Where the seed goes; must not exist.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    byte[] seed = new byte[SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
      channel.write(
          java.nio.ByteBuffer.wrap(
              (HexFormat.of().formatHex(seed) + "\n")
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }
    spec.commandLine().getOut().println(new CryptosignAuthenticator("self", seed).publicKey());
    return 0;
  }
}
