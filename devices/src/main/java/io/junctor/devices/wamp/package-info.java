/**
 * Binds a device to a WAMP component: procedures, retained topics, status with testament. The
 * mapping is the Thing contract in devices/README.md.
 *
 * <pre>
 *  component ─ invocation (its virtual thread) ─► ThingProcedures ─► ThingRuntime ─► device loop
 *  device loop ─► ThingPublisher ─► Publications (bounded, newest per topic) ─ own thread ─► component
 * </pre>
 *
 * <p>The device's loop never waits for the network: publications and progress are handed over. The
 * network never stops an output: losing the session brings the device to safe.
 *
 * <p>Specification: WAMP advanced profile, <a
 * href="https://wamp-proto.org/wamp_latest_ietf.html#name-event-retention">event retention</a>, <a
 * href="https://wamp-proto.org/wamp_latest_ietf.html#name-progressive-call-results">progressive
 * call results</a>, <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-call-canceling">call
 * canceling</a>. Not here: routers, transports, device logic.
 */
@NullMarked
package io.junctor.devices.wamp;

import org.jspecify.annotations.NullMarked;
