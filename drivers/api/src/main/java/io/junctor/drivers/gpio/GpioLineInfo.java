package io.junctor.drivers.gpio;

/**
 * A line as it is now.
 *
 * @param offset its number on the chip, from 0
 * @param name its kernel name, empty if it has none
 * @param consumer the label of who holds it, empty if nobody says
 * @param isUsed whether it is held, so that opening it would fail with {@code BUSY}
 * @param isOutput whether its direction is out
 */
public record GpioLineInfo(
    int offset, String name, String consumer, boolean isUsed, boolean isOutput) {}
