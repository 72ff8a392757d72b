/**
 * Masters for Modbus units over links that several of them share.
 *
 * <pre>
 *  ModbusMaster calls ─► PduMaster ─ request PDU ─► SharedLink (one at a time, in order) ─► Link
 *                          │ checks what came back                                   RtuLink ─► SerialPort
 *                          ◄──────────── response PDU ────────────                   TCP: drivers/modbus-tcp
 * </pre>
 *
 * <p>PDUs and their bytes are those of the library com.digitalpetri.modbus (EPL-2.0), as are the
 * parser of RTU responses and the CRC. Ours is what it does not have: waiting for the line to be
 * silent, one request at a time for several units, opening again, telling failures apart.
 *
 * <p>Threads: requests run on the caller's thread, which waits. {@link
 * io.junctor.drivers.modbus.link.SharedLink} lets one at a time through, in order of arrival; a
 * {@link io.junctor.drivers.modbus.link.Link} needs no protection of its own.
 *
 * <p>Specification: MODBUS Application Protocol V1.1b3; MODBUS over Serial Line V1.02, 2.5.1 (RTU
 * framing). Not here: sockets, polling, the meaning of registers, retries.
 */
@NullMarked
package io.junctor.drivers.modbus.link;

import org.jspecify.annotations.NullMarked;
