/**
 * The messages of WAMP as values: one record per message, with its wire signature, ranges and
 * section of the specification.
 *
 * <p>What is not here: bytes (see {@code serializer}), who may send what when (see {@code
 * session}). Arguments are opaque ({@link io.junctor.wamp.message.Payload}); options and details
 * are a {@link io.junctor.wamp.message.Dict}. Everything here is immutable and may cross threads.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-messages-2">WAMP: Messages</a>
 */
@NullMarked
package io.junctor.wamp.message;

import org.jspecify.annotations.NullMarked;
