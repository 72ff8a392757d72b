/**
 * The router as a function: realms with their broker, dealer, authorization and meta API.
 *
 * <p>Data flow: {@code (session, message, time)} → {@link io.junctor.router.Realm} → {@link
 * io.junctor.router.Output}s, values that the shell carries out in order. Some outputs say what the
 * realm waits for ({@link io.junctor.router.Output.Append}, {@link io.junctor.router.Output.Ask});
 * the shell answers with their {@link io.junctor.router.Ticket}.
 *
 * <p>Owner: the realm loop; one realm, one thread at a time, no locks. Time comes in with every
 * call, ids through {@link io.junctor.wamp.session.IdGenerator}.
 *
 * <p>What is not here: threads, queues and sockets ({@code gateway/server}), joining and
 * authentication ({@code gateway/wamp}), files ({@code gateway/store} implements {@link
 * io.junctor.router.Journal}).
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html">WAMP</a>
 */
@NullMarked
package io.junctor.router;

import org.jspecify.annotations.NullMarked;
