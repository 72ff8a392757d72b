/**
 * A board's lines and buses as a Pi4J provider: for code written against Pi4J's API, on our kernel
 * layer.
 *
 * <p>{@link io.junctor.drivers.linux.pi4j.BoardContext#create} gives a Pi4J context with three
 * providers and nothing detected: {@code DigitalInput}, {@code DigitalOutput}, {@code I2C}. It
 * works on any {@link io.junctor.drivers.Board}, also a simulated one.
 *
 * <p>Our own devices do not go through Pi4J, which has no place for an edge's kernel time and
 * sequence number, for a typed error, or for finding a line by name (decision 0003). Pi4J's states
 * are physical: HIGH is 3.3 V.
 *
 * <p><b>Not supported.</b> SPI, PWM, analog; 16-bit register addresses on an adapter without plain
 * transfers.
 *
 * <p>Threads: state changes are dispatched on the board's event thread.
 */
@NullMarked
package io.junctor.drivers.linux.pi4j;

import org.jspecify.annotations.NullMarked;
