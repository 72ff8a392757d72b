package io.junctor.drivers.linux.pi4j;

import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import io.junctor.drivers.gpio.GpioChips;

/** Pi4J's digital outputs on a board's lines. */
final class BoardDigitalOutputProvider extends DigitalOutputProviderBase {

  private final GpioChips chips;
  private final String chip;

  BoardDigitalOutputProvider(GpioChips chips, String chip) {
    super("junctor-digital-output", "Junctor digital output");
    this.chips = chips;
    this.chip = chip;
  }

  @Override
  public DigitalOutput create(DigitalOutputConfig config) {
    BoardDigitalOutput output = new BoardDigitalOutput(this, config, chips, chip);
    output.open(); // before it is registered: the registry would keep one that failed
    try {
      context.registry().add(output);
    } catch (RuntimeException e) {
      output.release();
      throw e;
    }
    return output;
  }
}
