/**
 * The product split into processes as the units in {@code systemd/} run it: router, worker, and
 * what is done when one of them is killed or hangs.
 *
 * <p>{@link io.junctor.hil.processes.SplitGateway} is a router and a worker with simulated devices;
 * {@code OutputsKernelTest} runs them on GPIO lines and I2C chips of an emulated kernel, and the
 * {@code SystemdKernelTest} boots the units under a systemd there; {@code MachineOutputsTest} kills
 * the worker of a machine behind Modbus; the rest looks at the units and at {@code outputs-safe}
 * themselves.
 */
@NullMarked
package io.junctor.hil.processes;

import org.jspecify.annotations.NullMarked;
