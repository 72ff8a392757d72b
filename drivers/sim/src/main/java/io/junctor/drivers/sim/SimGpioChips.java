package io.junctor.drivers.sim;

import io.junctor.drivers.gpio.EdgeListener;
import io.junctor.drivers.gpio.GpioChipInfo;
import io.junctor.drivers.gpio.GpioChips;
import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioException.Kind;
import io.junctor.drivers.gpio.GpioInput;
import io.junctor.drivers.gpio.GpioLine;
import io.junctor.drivers.gpio.GpioOutput;
import io.junctor.drivers.gpio.InputSettings;
import io.junctor.drivers.gpio.OutputSettings;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Finds lines on the simulated chips. */
final class SimGpioChips implements GpioChips {

  private final List<SimGpioChip> chips = new CopyOnWriteArrayList<>();

  SimGpioChip add(SimGpioChip chip) {
    if (chips.stream().anyMatch(other -> other.name().equals(chip.name()))) {
      throw new IllegalArgumentException("GPIO chip " + chip.name() + " exists already");
    }
    chips.add(chip);
    return chip;
  }

  @Override
  public List<GpioChipInfo> chips() {
    return chips.stream().filter(SimGpioChip::isPresent).map(SimGpioChip::info).toList();
  }

  @Override
  public GpioInput openInput(GpioLine line, InputSettings settings, EdgeListener listener)
      throws GpioException {
    return find(line).openInput(settings, listener);
  }

  @Override
  public GpioInput openInput(GpioLine line, InputSettings settings) throws GpioException {
    return find(line).openInput(settings.withEdges(Set.of()), event -> {});
  }

  @Override
  public GpioOutput openOutput(GpioLine line, OutputSettings settings) throws GpioException {
    return find(line).openOutput(settings);
  }

  private SimGpioLine find(GpioLine line) throws GpioException {
    return switch (line) {
      case GpioLine.Named named ->
          chips.stream()
              .filter(SimGpioChip::isPresent)
              .flatMap(chip -> chip.lines().stream())
              .filter(candidate -> candidate.name().equals(named.name()))
              .findFirst()
              .orElseThrow(
                  () -> new GpioException(Kind.NOT_FOUND, named.name(), "no line has this name"));
      case GpioLine.Numbered numbered -> numbered(numbered);
    };
  }

  private SimGpioLine numbered(GpioLine.Numbered line) throws GpioException {
    SimGpioChip chip =
        chips.stream()
            .filter(SimGpioChip::isPresent)
            .filter(c -> c.name().equals(line.chip()) || c.label().equals(line.chip()))
            .findFirst()
            .orElseThrow(() -> new GpioException(Kind.NOT_FOUND, line.toString(), "no such chip"));
    if (line.offset() >= chip.lines().size()) {
      throw new GpioException(
          Kind.NOT_FOUND,
          line.toString(),
          "the chip has lines 0.." + (chip.lines().size() - 1) + ", got " + line.offset());
    }
    return chip.line(line.offset());
  }
}
