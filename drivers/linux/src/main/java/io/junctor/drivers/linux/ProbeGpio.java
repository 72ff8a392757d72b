package io.junctor.drivers.linux;

import io.junctor.drivers.gpio.EdgeEvent;
import io.junctor.drivers.gpio.EdgeListener;
import io.junctor.drivers.gpio.GpioChipInfo;
import io.junctor.drivers.gpio.GpioChips;
import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioInput;
import io.junctor.drivers.gpio.GpioLine;
import io.junctor.drivers.gpio.GpioLineInfo;
import io.junctor.drivers.gpio.GpioOutput;
import io.junctor.drivers.gpio.InputSettings;
import io.junctor.drivers.gpio.OutputSettings;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The gpio commands of {@link Probe}. */
final class ProbeGpio {

  private static final String CONSUMER = "junctor-probe";

  /** Edges printed more slowly than they come are dropped, as the sequence numbers show. */
  private static final int EDGES_MAX = 1024;

  private final GpioChips chips;
  private final PrintStream out;

  ProbeGpio(GpioChips chips, PrintStream out) {
    this.chips = chips;
    this.out = out;
  }

  int run(List<String> arguments) throws GpioException {
    if (arguments.isEmpty()) {
      return list();
    }
    GpioLine line = GpioLine.parse(Probe.argument(arguments, 1));
    return switch (arguments.getFirst()) {
      case "get" -> get(line);
      case "set" ->
          set(
              line,
              Probe.number(Probe.argument(arguments, 2)) != 0,
              Probe.number(Probe.argument(arguments, 3, "1")));
      case "watch" ->
          watch(
              line,
              Probe.number(Probe.argument(arguments, 2, "10")),
              Probe.number(Probe.argument(arguments, 3, "0")));
      default -> throw new IllegalArgumentException("unknown: gpio " + arguments.getFirst());
    };
  }

  private int list() throws GpioException {
    for (GpioChipInfo chip : chips.chips()) {
      out.printf(Locale.ROOT, "%s [%s] %d lines%n", chip.name(), chip.label(), chip.lines().size());
      for (GpioLineInfo line : chip.lines()) {
        out.printf(
            Locale.ROOT,
            "  %3d %-24s %-6s %s%n",
            line.offset(),
            line.name().isEmpty() ? "-" : line.name(),
            line.isOutput() ? "output" : "input",
            line.isUsed() ? "held by '" + line.consumer() + "'" : "free");
      }
    }
    return Probe.OK;
  }

  private int get(GpioLine line) throws GpioException {
    try (GpioInput input = chips.openInput(line, InputSettings.of(CONSUMER))) {
      out.println(input.where() + " " + (input.isActive() ? 1 : 0));
    }
    return Probe.OK;
  }

  private int set(GpioLine line, boolean active, int seconds) throws GpioException {
    OutputSettings settings = OutputSettings.of(CONSUMER).withInitial(active);
    try (GpioOutput output = chips.openOutput(line, settings)) {
      out.println(output.where() + " reads back " + (output.isActive() ? 1 : 0));
      TimeUnit.SECONDS.sleep(seconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Probe.OK;
  }

  private int watch(GpioLine line, int seconds, int debounceMillis) throws GpioException {
    BlockingQueue<Runnable> seen = new ArrayBlockingQueue<>(EDGES_MAX);
    EdgeListener listener =
        new EdgeListener() {
          @Override
          public void onEdge(EdgeEvent event) {
            seen.offer(() -> print(event));
          }

          @Override
          public void onLost(GpioException cause) {
            seen.offer(() -> out.println("lost: " + cause.getMessage()));
          }
        };
    InputSettings settings =
        InputSettings.of(CONSUMER).withDebounce(Duration.ofMillis(debounceMillis));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try (GpioInput input = chips.openInput(line, settings, listener)) {
      out.println("watching " + input.where());
      for (long left = TimeUnit.SECONDS.toNanos(seconds);
          left > 0;
          left = deadline - System.nanoTime()) {
        Runnable next = seen.poll(left, TimeUnit.NANOSECONDS);
        if (next != null) {
          next.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Probe.OK;
  }

  private void print(EdgeEvent event) {
    out.printf(
        Locale.ROOT, "%s #%d at %d ns%n", event.edge(), event.sequence(), event.timestampNanos());
  }
}
