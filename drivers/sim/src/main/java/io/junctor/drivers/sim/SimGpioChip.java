package io.junctor.drivers.sim;

import io.junctor.drivers.gpio.GpioChipInfo;
import java.util.ArrayList;
import java.util.List;

/** A simulated GPIO chip: some lines, and the fact whether the chip is there. Thread-safe. */
public final class SimGpioChip {

  private final String name;
  private final String label;
  private final List<SimGpioLine> lines;
  private volatile boolean isPresent = true;

  SimGpioChip(String name, String label, List<String> lineNames, SimClock clock) {
    this.name = name;
    this.label = label;
    List<SimGpioLine> made = new ArrayList<>();
    for (String lineName : lineNames) {
      made.add(new SimGpioLine(this, made.size(), lineName, clock));
    }
    lines = List.copyOf(made);
  }

  public String name() {
    return name;
  }

  public String label() {
    return label;
  }

  /** All lines in order of offset. */
  public List<SimGpioLine> lines() {
    return lines;
  }

  /** The line with this offset, from 0. */
  public SimGpioLine line(int offset) {
    return lines.get(offset);
  }

  /**
   * The line with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SimGpioLine line(String lineName) {
    return lines.stream()
        .filter(line -> line.name().equals(lineName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no line " + lineName));
  }

  public boolean isPresent() {
    return isPresent;
  }

  /**
   * Fault: pulls the chip out. Open lines fail with {@code REMOVED} for good and their listeners
   * are told.
   */
  public void remove() {
    isPresent = false;
    lines.forEach(SimGpioLine::lose);
  }

  /** Puts the chip back, with all lines as inputs that nobody holds. */
  public void restore() {
    isPresent = true;
  }

  GpioChipInfo info() {
    return new GpioChipInfo(name, label, lines.stream().map(SimGpioLine::info).toList());
  }
}
