/**
 * Serial ports: bytes to and from one instrument, by RS-232, RS-485 or USB.
 *
 * <p>A {@link io.junctor.drivers.serial.SerialPort} is open from the moment you have it until it is
 * closed or lost. A lost port (cable pulled) throws {@link io.junctor.drivers.serial.PortLost} and
 * stays lost: close it and open a new one from {@link io.junctor.drivers.serial.SerialPorts}, as
 * often as it takes.
 *
 * <p><b>Pins.</b> Raspberry Pi: {@code /dev/serial0} is GPIO14 (TXD, header pin 8) and GPIO15 (RXD,
 * pin 10), 3.3 V; an RS-232 machine needs a level converter. USB adapters: use {@code
 * /dev/serial/by-id/...}, which does not change when another adapter is plugged in, unlike {@code
 * /dev/ttyUSB0}.
 *
 * <p><b>Boot configuration.</b> {@code enable_uart=1}, and no {@code console=serial0} in {@code
 * cmdline.txt}, or the kernel's log goes to the machine. On Pi 3 and 4 {@code dtoverlay=disable-bt}
 * gives the header the full UART.
 *
 * <p><b>Permission.</b> {@code /dev/tty*} belongs to group {@code dialout}.
 *
 * <p><b>Speed.</b> Baud (bits per second) including start, parity and stop bits: 9600 8N1 is 960
 * bytes per second.
 *
 * <p><b>Not supported.</b> Modem lines, hardware and software flow control, break, 5 and 6 data
 * bits.
 *
 * <p><b>Troubleshooting.</b> Nothing arrives: swap TXD and RXD, check baud and ground. Garbage:
 * baud or parity differ. {@code BUSY}: another program has it open ({@code fuser -v PATH});
 * ModemManager probes USB adapters. RS-485 that only sends or only hears: A and B are swapped, or
 * the driver enable is not switched.
 *
 * <p>Threads: one thread reads, one writes, any closes.
 */
@NullMarked
package io.junctor.drivers.serial;

import org.jspecify.annotations.NullMarked;
