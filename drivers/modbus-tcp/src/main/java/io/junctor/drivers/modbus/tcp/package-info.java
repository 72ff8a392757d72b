/**
 * Links to Modbus TCP servers, by the client of com.digitalpetri.modbus on our Netty.
 *
 * <pre>
 *  caller's thread ─ exchange ─► NettyTcpLink ─► ModbusTcpClient ─► channel (loop "modbus-tcp")
 *                  ◄─ waits ────                ◄─ transaction id ─
 * </pre>
 *
 * <p>Connecting again is ours, on demand, so that a device's back-off decides how often an absent
 * server is tried; the library's own persistent reconnecting is off.
 *
 * <p>Specification: MODBUS Messaging on TCP/IP V1.0b. Not here: TLS (MODBUS/TCP Security), servers.
 */
@NullMarked
package io.junctor.drivers.modbus.tcp;

import org.jspecify.annotations.NullMarked;
