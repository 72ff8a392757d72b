/**
 * Where device code runs: one thread per device, seen through {@link
 * io.junctor.devices.loop.DeviceLoop}.
 *
 * <pre>
 *  callers, GPIO events ──execute──► device loop ──► chips, lines (may block for milliseconds)
 *  serial reader (Worker) ─execute──►     │
 *                                    timers (after, every)
 * </pre>
 *
 * <p>Everything mutable in a device belongs to its loop. A bus transfer blocks the loop it is made
 * on and no other, so a wedged chip stops one device. Time comes from the loop, which in tests is
 * moved by hand.
 *
 * <p>Not here: any knowledge of devices, WAMP.
 */
@NullMarked
package io.junctor.devices.loop;

import org.jspecify.annotations.NullMarked;
