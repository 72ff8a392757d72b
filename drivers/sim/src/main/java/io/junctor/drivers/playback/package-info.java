/**
 * Record the traffic of a device once on the board, replay it for ever in a test.
 *
 * <pre>
 *  record:   device driver ─► RecordingI2cBus ─► any I2cBus        text() gives the recording
 *  replay:   device driver ─► PlaybackI2cBus  ◄─ text              close() fails if a transfer is missing
 * </pre>
 *
 * <p>The text is one transfer per line, meant to be read, cut and annotated by people; {@code #}
 * begins a comment.
 *
 * <pre>
 *  I2C:     48 writeWordDataSwapped 01 c383        address call arguments, all in hex
 *           48 readWordDataSwapped 00 -> 1a2b      and what came back
 *           48 readByteData 00 ! ABSENT no acknowledge
 *  serial:  > 01 03 00 00 00 01 84 0a              the board writes
 *           < 01 03 02                             the board reads, one line per fragment
 *           ! cable pulled                         the port is lost
 * </pre>
 *
 * <p>The calls are recorded, not the bytes on the wire: a driver that changes from two byte reads
 * to a block read needs a new recording, for a real chip may answer them differently.
 *
 * <p>Threads: one. Not here: GPIO, whose lines {@link io.junctor.drivers.sim.SimGpioLine} plays
 * well enough.
 */
@NullMarked
package io.junctor.drivers.playback;

import org.jspecify.annotations.NullMarked;
