/** RawSocket framing without sockets. */
@NullMarked
package io.junctor.wamp.rawsocket;

import org.jspecify.annotations.NullMarked;
