/**
 * What the adapter needs of an MQTT client, and nothing more: one connection to one broker, from
 * open to lost. Whoever implements it may be replaced; today that is {@code io.junctor.mqtt.paho}.
 *
 * <p>A link is never used twice: reconnecting, the outbox, the window and resubscribing belong to
 * the adapter, which does not trust a library with them.
 */
@NullMarked
package io.junctor.mqtt.link;

import org.jspecify.annotations.NullMarked;
