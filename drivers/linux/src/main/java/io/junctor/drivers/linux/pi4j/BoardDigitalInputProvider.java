package io.junctor.drivers.linux.pi4j;

import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import io.junctor.drivers.gpio.GpioChips;

/** Pi4J's digital inputs on a board's lines. */
final class BoardDigitalInputProvider extends DigitalInputProviderBase {

  private final GpioChips chips;
  private final String chip;

  BoardDigitalInputProvider(GpioChips chips, String chip) {
    super("junctor-digital-input", "Junctor digital input");
    this.chips = chips;
    this.chip = chip;
  }

  @Override
  public DigitalInput create(DigitalInputConfig config) {
    BoardDigitalInput input = new BoardDigitalInput(this, config, chips, chip);
    input.open(); // before it is registered: the registry would keep one that failed
    try {
      context.registry().add(input);
    } catch (RuntimeException e) {
      input.release();
      throw e;
    }
    return input;
  }
}
