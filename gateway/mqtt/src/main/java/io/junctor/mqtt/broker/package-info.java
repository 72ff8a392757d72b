/**
 * The adapter to an external MQTT broker: what is published here appears there and the other way
 * round, as far as lists of filters allow; requests from there are called here.
 *
 * <pre>
 * WAMP event  ► publish rules   ► LinkOutbox ► MqttLink ► broker      (QoS 1, in order, kept while away)
 * broker ► MqttLink ► Inbound   ► subscribe rules ► WAMP publish       (acknowledged after PUBLISHED)
 *                               ► call rules      ► WAMP call ► answer (QoS 0: commands do not wait)
 * </pre>
 *
 * <p>Threads: {@link io.junctor.mqtt.broker.BrokerAdapter} has one virtual thread that opens links
 * and writes, {@link io.junctor.mqtt.broker.Inbound} one that reads, and one for each running call.
 * Callbacks of the link only put things into bounded queues.
 *
 * <p>What is not here: a durable outbox (what waits is in memory and lost with the process), QoS 2,
 * shared subscriptions.
 */
@NullMarked
package io.junctor.mqtt.broker;

import org.jspecify.annotations.NullMarked;
