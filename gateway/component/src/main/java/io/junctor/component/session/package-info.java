/**
 * One WAMP session over one transport, asynchronous, with opaque payloads: what a component or an
 * uplink is built on.
 *
 * <p>Data flow: transport → {@link io.junctor.component.session.WampSession} → {@code
 * wamp.session.ClientSession} (which decides) → futures and handlers; requests go the other way.
 * Handlers and future callbacks run on the transport's thread, in the order of the messages, and
 * must not block. Requests may be made from any thread.
 *
 * <p>What is not here: values (see {@code io.junctor.component}), reconnecting (the same), timers.
 */
@NullMarked
package io.junctor.component.session;

import org.jspecify.annotations.NullMarked;
