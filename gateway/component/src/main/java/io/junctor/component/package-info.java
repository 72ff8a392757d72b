/**
 * How to write a WAMP component: annotated methods, records as arguments and results, blocking
 * calls on virtual threads, and a session that comes back by itself.
 *
 * <p>Start at {@link io.junctor.component.Component}. Data flow: {@code session.WampSession} hands
 * opaque messages up; this package turns payloads into values with one Jackson configuration, runs
 * every invocation on a virtual thread of its own and the events of each subscription in order on
 * another, and turns what the handlers return into payloads again.
 *
 * <p>One rule maps values and messages, everywhere:
 *
 * <ul>
 *   <li>a record or a {@code Map} is the keyword arguments ({@code ArgumentsKw});
 *   <li>null, {@code void} and an empty {@code Optional} are no arguments;
 *   <li>anything else is one positional argument.
 * </ul>
 *
 * <p>Read the other way, a record or {@code Map} takes the keyword arguments, or, when there are
 * none, the only positional argument if that is a dictionary. Names of record components are the
 * keys; enum constants are in lower case; {@code Instant} and {@code Duration} are ISO 8601 text;
 * {@code byte[]} is binary; an empty {@code Optional} or a null component is left out. What
 * commands us (procedures) is read strictly: a missing, unknown or ill-typed argument is {@code
 * wamp.error.invalid_argument}. What informs us (events, results) may carry more than we know.
 *
 * <p>Threads: public methods may be called from any thread; those that wait say so, and must not be
 * called from a transport's thread.
 *
 * <p>What is not here: sockets ({@code gateway/netty}), the protocol itself ({@code gateway/wamp}).
 */
@NullMarked
package io.junctor.component;

import org.jspecify.annotations.NullMarked;
