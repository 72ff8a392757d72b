/**
 * GPIO: single digital lines, by the terms of the Linux GPIO character device (uAPI v2).
 *
 * <p><b>Levels are logical.</b> A line is <em>active</em> or <em>inactive</em>. On an active-low
 * line active means 0 V. A rising edge is the change from inactive to active. Nothing in this
 * package speaks of volts.
 *
 * <p><b>Pins.</b> On a Raspberry Pi the 40-pin header carries BCM lines 2..27, named {@code
 * GPIO2}..{@code GPIO27} by the kernel (on a Pi 5 chip {@code pinctrl-rp1}, on a Pi 4 {@code
 * pinctrl-bcm2711}). Prefer names: chip numbers have moved between kernels (the Pi 5 header was
 * {@code gpiochip4} and is {@code gpiochip0} now). Header pins carry 3.3 V logic and are not 5 V
 * tolerant. GPIO2 and GPIO3 have fixed 1.8 kΩ pull-ups for I2C.
 *
 * <p><b>Boot configuration.</b> Lines need none. {@code gpio=17=pd} in {@code config.txt} sets the
 * pull before Linux starts, which matters for outputs: until the product runs, an output line is a
 * floating input, so a load that must stay off needs a resistor.
 *
 * <p><b>Permission.</b> {@code /dev/gpiochip*} belongs to group {@code gpio}.
 *
 * <p><b>Speed.</b> Edges are stamped by the kernel in nanoseconds of the monotonic clock; a reader
 * sees them within milliseconds. Edges closer than about 10 µs can be merged by the interrupt
 * controller. The kernel buffers 16 events per line; {@link
 * io.junctor.drivers.gpio.EdgeEvent#sequence()} shows when some were dropped.
 *
 * <p><b>Not supported.</b> Several lines set in one instant, PWM, changing direction while open.
 *
 * <p><b>Troubleshooting.</b> {@code BUSY}: another program or a device-tree overlay holds the line;
 * {@code gpioinfo} names it. {@code PERMISSION}: the user is not in group {@code gpio}. An input
 * that never changes: check the bias.
 *
 * <p>Threads: see {@link io.junctor.drivers.gpio.EdgeListener}.
 */
@NullMarked
package io.junctor.drivers.gpio;

import org.jspecify.annotations.NullMarked;
