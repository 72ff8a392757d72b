package io.junctor.drivers.gpio;

import java.util.List;

/** Finds and opens GPIO lines. Thread-safe. */
public interface GpioChips {

  /**
   * All chips with their lines as they are now, in the kernel's order. A chip that may not be read
   * is left out.
   */
  List<GpioChipInfo> chips() throws GpioException;

  /**
   * Opens a line as input and reports its edges.
   *
   * @param listener told of each edge that {@link InputSettings#edges()} asks for, and of the loss
   *     of the line
   * @throws GpioException with kind {@code NOT_FOUND}, {@code BUSY}, {@code PERMISSION}, {@code
   *     UNSUPPORTED}
   */
  GpioInput openInput(GpioLine line, InputSettings settings, EdgeListener listener)
      throws GpioException;

  /**
   * Opens a line as input that is only read. {@link InputSettings#edges()} is ignored.
   *
   * @throws GpioException with kind {@code NOT_FOUND}, {@code BUSY}, {@code PERMISSION}, {@code
   *     UNSUPPORTED}
   */
  GpioInput openInput(GpioLine line, InputSettings settings) throws GpioException;

  /**
   * Opens a line as output, which drives it to {@link OutputSettings#initial()} at once.
   *
   * @throws GpioException with kind {@code NOT_FOUND}, {@code BUSY}, {@code PERMISSION}, {@code
   *     UNSUPPORTED}
   */
  GpioOutput openOutput(GpioLine line, OutputSettings settings) throws GpioException;
}
