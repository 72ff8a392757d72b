package io.junctor.drivers.linux.pi4j;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import io.junctor.drivers.Board;

/** Makes Pi4J contexts on a board. */
public final class BoardContext {

  private BoardContext() {}

  /**
   * A context whose lines and buses are the board's. Shut it down before the board is closed.
   *
   * @param chip the GPIO chip, by device name or label, whose offsets Pi4J's BCM numbers are: on a
   *     Raspberry Pi {@code pinctrl-bcm2711} (Pi 4) or {@code pinctrl-rp1} (Pi 5)
   */
  public static Context create(Board board, String chip) {
    return Pi4J.newContextBuilder()
        .noAutoDetect()
        .disableShutdownHook()
        .add(
            new BoardDigitalInputProvider(board.gpio(), chip),
            new BoardDigitalOutputProvider(board.gpio(), chip),
            new BoardI2cProvider(board))
        .build();
  }
}
