/**
 * A dispensing fridge: fill level by ultrasonic ranger on a serial line, bottle slots and dispenser
 * solenoids on an I/O expander, door contact, compressor relay, cabinet temperature. Everything but
 * the ranger may be left out.
 *
 * <pre>
 *  MaxBotix ranger ─serial─► RangerReader (own thread) ─► DistanceParser ─► RangerPart: level, distance
 *  MCP23017 GPA0..7 (switches), GPB0..7 (solenoids) ◄─►  SlotPart, Dispenser: slots, bottles, dispense
 *  GPIO input (reed contact)                         ──► DoorPart: door
 *  GPIO output (relay)                              ◄──► CompressorPart: compressor
 *  LM75                                              ──► TemperaturePart: temperature
 * </pre>
 *
 * <p><b>Safe.</b> Solenoids off and compressor off: at start, at close, when the session with the
 * router is lost, after an internal error. A solenoid's maximum on-time is watched by a thread of
 * its own ({@link io.junctor.devices.loop.OutputWatchdog}).
 *
 * <p><b>Owner thread.</b> All parts belong to the device's loop. Exceptions: the ranger's reader
 * and the watchdog, which say so.
 *
 * <p><b>Wiring.</b> See devices/README.md. Not here: the physics of the simulated fridge ({@code
 * fridge.sim}), WAMP.
 */
@NullMarked
package io.junctor.devices.fridge;

import org.jspecify.annotations.NullMarked;
