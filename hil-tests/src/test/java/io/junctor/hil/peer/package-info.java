/**
 * A small WAMP client for tests, on the JDK alone: it speaks to the gateway as a stranger would and
 * shows each message as it came.
 *
 * <pre>
 * test ──► Peer (requests, waiting, fences) ──► Link (messages) ──► WebSocketLink, RawSocketLink, LocalLink
 * </pre>
 *
 * <p>A test's thread sends; the link's own thread puts what comes in into a bounded queue. Frames
 * are written and read with the product's serializers, which the clients of package {@code
 * io.junctor.hil.interop} check independently.
 */
@NullMarked
package io.junctor.hil.peer;

import org.jspecify.annotations.NullMarked;
