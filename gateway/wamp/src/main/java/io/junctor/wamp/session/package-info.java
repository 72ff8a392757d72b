/**
 * State machines of a session, both sides: who may say what when, from HELLO to GOODBYE.
 *
 * <p>Data flow, router side: messages of one link → {@link io.junctor.wamp.session.RouterSession} →
 * {@link io.junctor.wamp.session.SessionOutput}s; {@code Joined}, {@code Forward} and {@code Left}
 * go to the realm, {@code Send} and {@code CloseTransport} back to the link. Owner: the transport's
 * thread until the session joined, then the realm loop; the client's side belongs to its
 * transport's thread.
 *
 * <p>What is not here: what messages mean to a realm ({@code gateway/router}), proofs of identity
 * ({@code auth}), timers (the caller keeps them and tells the state machine).
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-sessions-3">WAMP: Sessions</a>
 */
@NullMarked
package io.junctor.wamp.session;

import org.jspecify.annotations.NullMarked;
