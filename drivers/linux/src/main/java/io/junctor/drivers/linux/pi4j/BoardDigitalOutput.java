package io.junctor.drivers.linux.pi4j;

import com.pi4j.context.Context;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalState;
import io.junctor.drivers.gpio.GpioChips;
import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioLine;
import io.junctor.drivers.gpio.GpioOutput;
import io.junctor.drivers.gpio.OutputSettings;
import org.jspecify.annotations.Nullable;

/** One Pi4J output. Its shutdown state, low if none is configured, is the line's safe level. */
final class BoardDigitalOutput extends DigitalOutputBase {

  private final GpioChips chips;
  private final String chip;
  private volatile @Nullable GpioOutput line;

  BoardDigitalOutput(
      DigitalOutputProvider provider, DigitalOutputConfig config, GpioChips chips, String chip) {
    super(provider, config);
    this.chips = chips;
    this.chip = chip;
  }

  /** Opens the line at its initial level. */
  void open() {
    OutputSettings settings =
        OutputSettings.of("pi4j")
            .withSafe(isHigh(config.shutdownState()))
            .withInitial(isHigh(config.initialState()));
    try {
      line = chips.openOutput(GpioLine.numbered(chip, config.bcm()), settings);
    } catch (GpioException e) {
      throw new IOException(e);
    }
  }

  /** Closes the line, which takes it to its safe level. */
  void release() {
    GpioOutput open = line;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public DigitalOutput state(DigitalState wanted) throws IOException {
    GpioOutput open = line;
    if (open != null) {
      try {
        open.set(wanted.isHigh());
      } catch (GpioException e) {
        throw new IOException(e);
      }
    }
    return super.state(wanted);
  }

  @Override
  public DigitalOutput shutdownInternal(Context context) {
    super.shutdownInternal(context);
    release();
    return this;
  }

  private static boolean isHigh(@Nullable DigitalState state) {
    return state != null && state.isHigh();
  }
}
