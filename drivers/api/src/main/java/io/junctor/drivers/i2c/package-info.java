/**
 * I2C: short transfers between the board and chips on a shared two-wire bus, in SMBus terms.
 *
 * <p><b>Addresses</b> are 7-bit, 0x08 to 0x77. A data sheet that gives two addresses, one for
 * reading and one for writing (0x90 and 0x91), gives 8-bit ones: halve it (0x48).
 *
 * <p><b>Prefer SMBus calls</b> ({@code readByteData}, {@code readWordData}, {@code readBlockData}
 * and their writes). Every adapter has them, while plain transfers ({@code write}, {@code read},
 * {@code writeRead}) need {@link io.junctor.drivers.i2c.I2cFunction#PLAIN}; {@code i2c-stub}, on
 * which drivers are tested, has not. SMBus words are little-endian on the wire; most converters
 * (ADS1115) are big-endian: use the {@code Swapped} calls.
 *
 * <p><b>Pins.</b> Raspberry Pi: bus {@code i2c-1} is GPIO2 (SDA, header pin 3) and GPIO3 (SCL, pin
 * 5). 3.3 V, pull-ups on the board. {@code i2c-0} (pins 27, 28) is for HAT identification EEPROMs:
 * leave it alone.
 *
 * <p><b>Boot configuration.</b> {@code dtparam=i2c_arm=on} in {@code config.txt}, and module {@code
 * i2c-dev} loaded.
 *
 * <p><b>Permission.</b> {@code /dev/i2c-*} belongs to group {@code i2c}.
 *
 * <p><b>Speed.</b> 100 kHz by default, {@code dtparam=i2c_arm_baudrate=400000} (unit Hz) for more.
 * A byte is 9 clocks, so reading a 16-bit register takes about 0.5 ms at 100 kHz.
 *
 * <p><b>Not supported.</b> 10-bit addresses, SMBus PEC, SMBus alert, being a slave.
 *
 * <p><b>Troubleshooting.</b> {@code ABSENT}: no chip acknowledges; check wiring, power and address
 * pins with {@code i2cdetect -y 1}. {@code TIMEOUT}: something holds SCL or SDA low; take the chips
 * off one by one. Chips that stretch the clock (BNO055, some ATtiny) fail on Pi 0..3: lower the
 * speed. {@code NO_BUS}: enable it, see above.
 *
 * <p>Threads: a bus may be called from any thread; each call is one undivided transaction. A driver
 * that needs several calls to stay together must be the only one to use that address.
 */
@NullMarked
package io.junctor.drivers.i2c;

import org.jspecify.annotations.NullMarked;
