/**
 * The WebSocket framing against a conformance suite nobody here wrote: the Autobahn WebSocket test
 * suite, which is a client that sends right and wrong frames and expects an echo.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455">RFC 6455: The WebSocket Protocol</a>
 */
@NullMarked
package io.junctor.hil.websocket;

import org.jspecify.annotations.NullMarked;
