/**
 * The device kinds, in one place: {@link io.junctor.devices.DeviceKinds} turns a kind's name and a
 * configuration record into a running device, and into its simulated world.
 *
 * <p>This is where the composition root begins. Not here: reading YAML, connecting to a router.
 */
@NullMarked
package io.junctor.devices;

import org.jspecify.annotations.NullMarked;
