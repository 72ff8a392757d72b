/**
 * Frames to messages and back: JSON, MessagePack and CBOR.
 *
 * <p>Data flow: frame bytes → {@link io.junctor.wamp.serializer.Serializer#decode} → {@link
 * io.junctor.wamp.message.Message} with its payload as a range of those bytes; back by {@code
 * encode}, which copies a payload of its own format and transcodes any other. Only this package
 * knows a codec library. Serializers are stateless and may be used from any thread.
 *
 * <p>What is not here: framing (RawSocket in {@code rawsocket}, WebSocket in {@code
 * gateway/netty}).
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-serializers">WAMP:
 *     Serializers</a>
 */
@NullMarked
package io.junctor.wamp.serializer;

import org.jspecify.annotations.NullMarked;
