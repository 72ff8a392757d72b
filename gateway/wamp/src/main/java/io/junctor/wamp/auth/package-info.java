/**
 * Authentication methods of both sides as values: no clock, no randomness, no I/O; nonces and keys
 * come in as arguments.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-authentication-methods">WAMP:
 *     Authentication Methods</a>
 */
@NullMarked
package io.junctor.wamp.auth;

import org.jspecify.annotations.NullMarked;
