/**
 * The Thing model: what every device looks like from outside, in the words of the W3C Web of Things
 * (Thing Description 1.1): properties, actions, events.
 *
 * <pre>
 *                       report, fail            states that changed enough
 *  device (its loop) ─────────────► ThingRuntime ─────► ThingPublisher ─────► ThingSink ─► WAMP
 *                    ◄─────────────      ▲
 *                     set, act handlers  └── set, invoke, property  (checked calls, any thread)
 * </pre>
 *
 * <p>{@link io.junctor.devices.thing.Thing} is the description, values only. {@link
 * io.junctor.devices.thing.ThingRuntime} is the running thing: it holds the {@link
 * io.junctor.devices.thing.PropertyState}s, checks everything a controller may ask for against the
 * published schema, and takes it to the device's loop. {@link
 * io.junctor.devices.thing.ThingPublisher} decides what is worth telling (deadband, minimum
 * interval).
 *
 * <p>A controllable property carries four facts, never one: desired, reported, pending, quality.
 *
 * <p>Threads: states are written by the device's loop only and may be read by any thread.
 *
 * <p>Specification: <a href="https://www.w3.org/TR/wot-thing-description11/">WoT Thing Description
 * 1.1</a>. The WAMP mapping is in devices/README.md. Not here: chips, lines, threads.
 */
@NullMarked
package io.junctor.devices.thing;

import org.jspecify.annotations.NullMarked;
