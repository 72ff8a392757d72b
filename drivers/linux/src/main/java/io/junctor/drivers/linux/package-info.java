/**
 * The real board: {@link io.junctor.drivers.linux.LinuxBoard} on the kernel's own interfaces.
 *
 * <pre>
 *  GpioChips  ─► LinuxGpioChips ─► kernel: GPIO v2 ioctls, one GpioEventLoop thread for the events of all lines
 *  I2cBus     ─► LinuxI2cBus    ─► kernel: I2C_SMBUS, I2C_RDWR, as the adapter's I2C_FUNCS allow
 *  SerialPort ─► JSerialCommPort ─► jSerialComm (semi-blocking reads, no listeners, a new object per opening)
 * </pre>
 *
 * <p><b>Pins, boot configuration, groups, speeds, troubleshooting:</b> see the packages {@code
 * gpio}, {@code i2c} and {@code serial} of {@code drivers/api}. {@code junctor probe} ({@link
 * io.junctor.drivers.linux.Probe}) shows what this package sees.
 *
 * <p><b>Needs</b> Linux 5.10 or newer, a 64-bit little-endian machine, {@code
 * --enable-native-access}, and for jSerialComm a writable temporary directory that may hold
 * executables, or {@code -DjSerialComm.library.path}.
 *
 * <p><b>Threads.</b> One daemon thread, {@code gpio-events}, from the first input with edges until
 * the board is closed.
 *
 * <p><b>Not supported.</b> SPI, PWM, 32-bit machines, GPIO uAPI v1.
 *
 * <p>The package {@code pi4j} offers the same lines and buses as a Pi4J provider.
 */
@NullMarked
package io.junctor.drivers.linux;

import org.jspecify.annotations.NullMarked;
