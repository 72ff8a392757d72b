/**
 * Factory machines behind Modbus RTU or TCP: registers become typed properties, as the
 * configuration maps them. Read and write.
 *
 * <pre>
 *  ModbusConfig ─► RegisterMapping (bytes ◄► values, schema) ─► ModbusThing (description)
 *
 *  controllers ─ set ─► ModbusOutputs (loop) ─ write ─► ModbusPoller (own thread) ─► ModbusMaster
 *                             ▲                           │  PollSchedule: what is due
 *                             └─ report, failed, done ────┘  ReadPlanner: neighbours in one request
 * </pre>
 *
 * <p><b>Owner threads.</b> Requests are made by the device's worker and by nobody else, so a slow
 * line never holds up the loop; states belong to the loop. At close the closing thread writes the
 * safe values itself, after the worker has let go.
 *
 * <p><b>Safe.</b> Properties that declare {@code safe} are written to it at start, when the session
 * with the router is lost, after an internal error and at close. While nothing answers that cannot
 * be done: it is owed, said in the reason, and done first when the unit answers again. The unit
 * keeps its last command meanwhile, unless it has a watchdog of its own.
 *
 * <p><b>Failures.</b> A request that is not answered fails every property, and is tried again with
 * growing pauses; a register that the unit refuses fails its own property only.
 *
 * <p>Specification: MODBUS Application Protocol V1.1b3. Addresses are those of the protocol, from
 * 0. Not here: frames, lines and sockets ({@code drivers/modbus}), the simulated machine ({@code
 * modbus.sim}), WAMP.
 */
@NullMarked
package io.junctor.devices.modbus;

import org.jspecify.annotations.NullMarked;
