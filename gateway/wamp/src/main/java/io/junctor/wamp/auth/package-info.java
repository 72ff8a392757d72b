/**
 * Authentication methods of both sides as values: no clock, no I/O, no source of randomness of its
 * own; nonces and salts come in.
 *
 * <p>Router side: {@link io.junctor.wamp.auth.StaticAuthenticator} looks at HELLO, picks a method
 * of the client that fits and goes on with {@link io.junctor.wamp.auth.AuthStep}s; about names it
 * does not know it may ask a {@link io.junctor.wamp.auth.MethodAuthenticator}, such as a procedure
 * by {@link io.junctor.wamp.auth.DynamicAuthenticator}. Client side: a {@link
 * io.junctor.wamp.auth.ClientAuthenticator} per method.
 *
 * <pre>
 * method        proof                            stored                     by whom
 * ticket        the secret itself                TicketHash                 both sides
 * wampcra       HMAC over a challenge            CraSecret: one can join    both sides
 *                                                with what is stored
 * wamp-scram    SCRAM, and the router's proof    ScramSecret                both sides
 * scram         the same as Autobahn speaks it   ScramSecret                both sides
 * cryptosign    Ed25519 over a challenge         public keys                both sides
 * tls           a TLS client certificate         fingerprint or names       router side
 * local         the user of a process            user ids                   both sides
 * cookie        the cookie of an earlier proof   Cookies: hashes            router side
 * anonymous     none                                                        both sides
 * </pre>
 *
 * <p>cryptosign and wamp-scram can be bound to the TLS channel by {@code tls-exporter}, and where a
 * peer speaks TLS 1.2 by {@code tls-unique}. Who asks for a binding that the link does not have is
 * refused.
 *
 * <p>Everything is immutable or safe for any thread; checking a ticket takes tens to hundreds of
 * milliseconds of CPU and deriving a SCRAM password on the client's side up to seconds, so not from
 * an event loop.
 *
 * <p>What is not here: router authentication by cryptosign, trustroots, counting and slowing down
 * failed attempts (the shell does that), what an identity may do (see {@code gateway/router}).
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-authentication-methods">WAMP:
 *     Authentication Methods</a>
 */
@NullMarked
package io.junctor.wamp.auth;

import org.jspecify.annotations.NullMarked;
