package io.junctor.app.cli;

import io.junctor.app.log.Logging;
import io.junctor.drivers.linux.LinuxBoard;
import io.junctor.drivers.linux.Probe;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code junctor probe}. */
@Command(
    name = "probe",
    description = "Shows and tries what the kernel has: GPIO lines, I2C chips, serial ports.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "  probe gpio | gpio get LINE | gpio set LINE 0|1 [SECONDS] | gpio watch LINE [SECONDS]",
      "  probe i2c | i2c scan BUS | i2c get BUS ADDRESS REGISTER | i2c set BUS ADDRESS REGISTER VALUE",
      "  probe serial"
    })
public final class ProbeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "WORD", description = "What to look at.")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    Logging.quiet();
    try (LinuxBoard board = new LinuxBoard()) {
      return new Probe(board, board::i2cBuses, System.out, System.err).run(words);
    }
  }
}
