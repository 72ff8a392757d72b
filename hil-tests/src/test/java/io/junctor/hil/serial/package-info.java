/**
 * The fridge's ranger on a real serial device of the kernel: a pseudo terminal whose far end the
 * test holds, read by the packaged product with its Linux drivers.
 *
 * <pre>
 *  Ranger ──► SerialLine (socat) ──► /dev/pts/N ──► product ──► WebSocket ──► TopicWatch
 *  (bytes)       cut, restore         jSerialComm                              (assertions)
 * </pre>
 *
 * <p>A pseudo terminal has no baud rate, no parity and no noise: those are not tested here.
 */
@NullMarked
package io.junctor.hil.serial;

import org.jspecify.annotations.NullMarked;
