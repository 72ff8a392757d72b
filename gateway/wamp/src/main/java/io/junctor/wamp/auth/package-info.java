/**
 * Authentication methods of both sides as values: no clock, no I/O, no source of randomness of its
 * own; nonces and salts come in.
 *
 * <p>Router side: {@link io.junctor.wamp.auth.StaticAuthenticator} looks at HELLO, picks the first
 * method of the client that fits and goes on with {@link io.junctor.wamp.auth.AuthStep}s. Client
 * side: a {@link io.junctor.wamp.auth.ClientAuthenticator} per method. Methods: {@code ticket}
 * (stored as {@link io.junctor.wamp.auth.TicketHash}), {@code cryptosign} ({@link
 * io.junctor.wamp.auth.Cryptosign}), and, only where it is configured, {@code anonymous} and {@code
 * local}. Everything is immutable and may be used from any thread; checking a ticket takes tens to
 * hundreds of milliseconds of CPU, so not from an event loop.
 *
 * <p>What is not here: WAMP-CRA and SCRAM, channel binding of a session to its TLS link, counting
 * and slowing down failed attempts (the shell does that), what an identity may do (see {@code
 * gateway/router}).
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-authentication-methods">WAMP:
 *     Authentication Methods</a>
 */
@NullMarked
package io.junctor.wamp.auth;

import org.jspecify.annotations.NullMarked;
