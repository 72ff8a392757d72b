/** State machines of a session, both sides. */
@NullMarked
package io.junctor.wamp.session;

import org.jspecify.annotations.NullMarked;
