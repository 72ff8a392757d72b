package io.junctor.drivers.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.junctor.drivers.Board;
import io.junctor.drivers.DriverException;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * Shows what the drivers see and lets a person read and set single lines and registers: the first
 * thing to run when a device does not answer.
 *
 * <pre>
 *  gpio                                        all chips and lines
 *  gpio get LINE
 *  gpio set LINE 0|1 [SECONDS]                 holds the level so long (default 1), then lets the line go at 0
 *  gpio watch LINE [SECONDS [DEBOUNCE_MS]]     prints edges (default 10 seconds)
 *  i2c                                         all buses with their functions
 *  i2c scan BUS                                who answers
 *  i2c get BUS ADDRESS REGISTER [byte|word|N]  N: a block of so many bytes
 *  i2c set BUS ADDRESS REGISTER VALUE [byte|word]
 *  serial                                      all ports
 * </pre>
 *
 * <p>LINE is a name or {@code gpiochip0:17}. Numbers may be decimal or hex with 0x; words are high
 * byte first.
 */
public final class Probe {

  /** Exit codes: done; the board said no; the command is not understood. */
  public static final int OK = 0;

  public static final int FAILED = 1;
  public static final int USAGE = 2;

  static final String HELP =
      """
      usage: probe gpio | gpio get LINE | gpio set LINE 0|1 [SECONDS] | gpio watch LINE [SECONDS [DEBOUNCE_MS]]
             probe i2c | i2c scan BUS | i2c get BUS ADDRESS REGISTER [byte|word|N]
                       | i2c set BUS ADDRESS REGISTER VALUE [byte|word]
             probe serial
      """;

  private final Board board;
  private final Supplier<List<String>> i2cBuses;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * A probe of a board.
   *
   * @param i2cBuses the names of the buses present, as a board does not list them itself
   */
  public Probe(Board board, Supplier<List<String>> i2cBuses, PrintStream out, PrintStream err) {
    this.board = board;
    this.i2cBuses = i2cBuses;
    this.out = out;
    this.err = err;
  }

  /** Runs on the board of this machine. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    PrintStream err = new PrintStream(System.err, true, UTF_8);
    int code;
    try (LinuxBoard board = new LinuxBoard()) {
      code = new Probe(board, board::i2cBuses, out, err).run(List.of(args));
    }
    System.exit(code);
  }

  /** Runs one command and returns its exit code. */
  public int run(List<String> arguments) {
    if (arguments.isEmpty()) {
      err.print(HELP);
      return USAGE;
    }
    List<String> rest = arguments.subList(1, arguments.size());
    try {
      return switch (arguments.getFirst()) {
        case "gpio" -> new ProbeGpio(board.gpio(), out).run(rest);
        case "i2c" -> new ProbeI2c(board, i2cBuses, out).run(rest);
        case "serial" -> {
          board.serial().paths().forEach(out::println);
          yield OK;
        }
        default -> throw new IllegalArgumentException("unknown: " + arguments.getFirst());
      };
    } catch (DriverException e) {
      err.println(e.getMessage());
      return FAILED;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.print(HELP);
      return USAGE;
    }
  }

  /** The argument at this place, or the default if there are fewer. */
  static String argument(List<String> arguments, int index, String otherwise) {
    return index < arguments.size() ? arguments.get(index) : otherwise;
  }

  /** The argument at this place. */
  static String argument(List<String> arguments, int index) {
    if (index >= arguments.size()) {
      throw new IllegalArgumentException("more arguments expected after " + arguments);
    }
    return arguments.get(index);
  }

  /** A decimal or 0x number. */
  static int number(String text) {
    try {
      return Integer.decode(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a number, got '" + text + "'", e);
    }
  }
}
