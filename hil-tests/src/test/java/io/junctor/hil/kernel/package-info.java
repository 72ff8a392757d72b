/**
 * The packaged product on GPIO lines and I2C chips of a kernel: User-Mode Linux with gpio-sim and
 * i2c-stub.
 *
 * <pre>
 *  KernelDriversTest ──► uml/init ──► InsideKernel ──► product (drivers: linux)
 *   one test a check      devices      CHECK lines       /dev/gpiochip0, /dev/i2c-0
 * </pre>
 *
 * <p>What drives a line or looks at a chip is, where the kernel has it, not our driver: gpio-sim's
 * attributes, debugfs, the kernel's own LM75 driver.
 *
 * <p>Time is not tested here: the kernel looks at lines with its tick of 10 ms, and two processes
 * share one simulated processor. i2c-stub knows SMBus transfers only.
 */
@NullMarked
package io.junctor.hil.kernel;

import org.jspecify.annotations.NullMarked;
