/**
 * The Linux kernel's GPIO and I2C interfaces, as they are, through {@code java.lang.foreign}: no
 * native library of ours.
 *
 * <p>One record per kernel struct, with its {@code MemoryLayout} beside it and a test on its size
 * and offsets; one interface, {@link io.junctor.drivers.linux.kernel.Kernel}, for the system calls,
 * so that everything above runs on a fake kernel in a unit test. Request numbers are computed from
 * the layouts ({@code _IOWR(type, number, struct)}), so a wrong size is a wrong request and cannot
 * go unnoticed.
 *
 * <p>Sources: {@code include/uapi/linux/gpio.h}, {@code i2c.h}, {@code i2c-dev.h}, {@code poll.h},
 * {@code ioctl.h} of Linux 6.12. GPIO needs uAPI v2, in Linux since 5.10.
 *
 * <p>64-bit little-endian machines only (x86-64, aarch64, riscv64): the layouts of pointers and
 * {@code long} are theirs.
 *
 * <p>Not here: any meaning. Failures are {@link io.junctor.drivers.linux.kernel.ErrnoException}, to
 * be translated above.
 */
@NullMarked
package io.junctor.drivers.linux.kernel;

import org.jspecify.annotations.NullMarked;
