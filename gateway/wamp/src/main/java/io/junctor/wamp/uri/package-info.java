/**
 * URIs of WAMP: rules, patterns and the predefined ones.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-uris">WAMP: URIs</a>
 */
@NullMarked
package io.junctor.wamp.uri;

import org.jspecify.annotations.NullMarked;
