/**
 * Topics and payloads of MQTT as URIs and arguments of WAMP, and back. Pure: no I/O, clock or
 * threads; everything here is immutable.
 *
 * <p>A topic is mapped first and once; permissions are asked about the resulting URI and about
 * nothing else. There is no escaping: what has no counterpart is refused ({@link
 * io.junctor.mqtt.mapping.Unmappable}), so the mapping is one to one on what it accepts and no two
 * topics meet in one URI.
 *
 * <p>Start at {@link io.junctor.mqtt.mapping.Topics}; patterns are in {@link
 * io.junctor.mqtt.mapping.TopicFilter}, payloads in {@link io.junctor.mqtt.mapping.PayloadMapping}.
 *
 * @see <a href="https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901241">MQTT
 *     5, 4.7 Topic Names and Topic Filters</a>
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-uris">WAMP: URIs</a>
 */
@NullMarked
package io.junctor.mqtt.mapping;

import org.jspecify.annotations.NullMarked;
