package io.junctor.drivers.linux.pi4j;

import com.pi4j.context.Context;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import com.pi4j.io.gpio.digital.PullResistance;
import io.junctor.drivers.gpio.Bias;
import io.junctor.drivers.gpio.GpioChips;
import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioInput;
import io.junctor.drivers.gpio.GpioLine;
import io.junctor.drivers.gpio.InputSettings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** One Pi4J input: opened before Pi4J registers it. */
final class BoardDigitalInput extends DigitalInputBase {

  private final GpioChips chips;
  private final String chip;
  private volatile @Nullable GpioInput line;

  BoardDigitalInput(
      DigitalInputProvider provider, DigitalInputConfig config, GpioChips chips, String chip) {
    super(provider, config);
    this.chips = chips;
    this.chip = chip;
  }

  /** Opens the line. */
  void open() {
    InputSettings settings =
        InputSettings.of("pi4j")
            .withBias(bias(config.pull()))
            .withDebounce(debounce(config.debounce()));
    try {
      line =
          chips.openInput(
              GpioLine.numbered(chip, config.bcm()),
              settings,
              event ->
                  dispatch(
                      new DigitalStateChangeEvent<DigitalInput>(
                          this, DigitalState.getState(event.isActive()))));
    } catch (GpioException e) {
      throw new IOException(e);
    }
  }

  /** Closes the line. */
  void release() {
    GpioInput open = line;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public DigitalState state() {
    GpioInput open = line;
    if (open == null) {
      return DigitalState.UNKNOWN;
    }
    try {
      return DigitalState.getState(open.isActive());
    } catch (GpioException e) {
      throw new IOException(e);
    }
  }

  @Override
  public DigitalInput shutdownInternal(Context context) {
    release();
    return super.shutdownInternal(context);
  }

  private static Bias bias(@Nullable PullResistance pull) {
    if (pull == null) {
      return Bias.AS_IS;
    }
    return switch (pull) {
      case OFF -> Bias.AS_IS;
      case PULL_UP -> Bias.PULL_UP;
      case PULL_DOWN -> Bias.PULL_DOWN;
    };
  }

  /** Pi4J counts microseconds. */
  private static Duration debounce(@Nullable Long micros) {
    return micros == null ? Duration.ZERO : Duration.of(micros, ChronoUnit.MICROS);
  }
}
