/**
 * A machine behind Modbus, TCP and RTU, as the packaged product shows it. The machine is a server
 * nobody here wrote: Debian's pymodbus.
 *
 * <pre>
 *  MachineServer (pymodbus) ◄── TCP on loopback, or two pseudo terminals joined by socat ──► product ──► WebSocket
 *     ▲ set, get, kill, restart                                                                            │
 *   test ◄──────────────────────────────── topics, calls ──────────────────────────────────────────────────┘
 * </pre>
 */
@NullMarked
package io.junctor.hil.modbus;

import org.jspecify.annotations.NullMarked;
