/**
 * Modbus units as a device reaches them: one {@link io.junctor.drivers.modbus.ModbusMaster} for
 * each unit, several of which may share a serial line or a TCP connection.
 *
 * <pre>
 *  device ─► ModbusMaster (unit 1) ─┐
 *  device ─► ModbusMaster (unit 2) ─┴► one line or connection, one request at a time ─► units
 * </pre>
 *
 * <p><b>Addresses</b> are those of the protocol, from 0. Manuals that write 40101 mean holding
 * register 100; 30011 is input register 10, 10008 discrete input 7, 4 coil 3.
 *
 * <p><b>Serial lines.</b> The default of the standard is {@code 19200 8E1}. An adapter that
 * switches direction by itself needs nothing; one that is switched by RTS needs {@code rs485}.
 * Group {@code dialout} as for every serial port.
 *
 * <p><b>When nothing answers:</b> A and B swapped; another unit number; other settings of the line;
 * termination missing; somebody else is master of the line, of which there can be one.
 *
 * <p><b>Not supported:</b> Modbus ASCII, RTU frames over TCP, TLS, broadcasts, files, FIFO queues,
 * diagnostics.
 *
 * <p>Specification: MODBUS Application Protocol V1.1b3, MODBUS over Serial Line V1.02, MODBUS
 * Messaging on TCP/IP V1.0b. Not here: implementations ({@code drivers/modbus}, {@code
 * drivers/modbus-tcp}, {@code drivers/sim}), what registers mean ({@code devices}).
 */
@NullMarked
package io.junctor.drivers.modbus;

import org.jspecify.annotations.NullMarked;
