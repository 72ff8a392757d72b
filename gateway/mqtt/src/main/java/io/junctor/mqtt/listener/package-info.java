/**
 * A listener for MQTT 3.1.1 and 5 clients, each of which is an ordinary session of the router.
 *
 * <pre>
 * socket → [TLS] → gate → MqttDecoder → ConnectHandler ─ once CONNECT is accepted ─► ClientConnection
 *   SUBSCRIBE ► ClientSubscriptions ► WampSession.subscribe      events ► Outbox ► socket
 *   PUBLISH   ► InboundPublishes    ► WampSession.publish        PUBLISHED ► PUBACK
 *   PUBLISH with response topic ► Requests ► WampSession.call    RESULT ► PUBLISH to that topic
 * </pre>
 *
 * <p>A client joins the realm with its user name as authid and its password as ticket, and with
 * nothing else: the router authenticates and authorizes it like any WAMP client, and it can not get
 * what the process itself is given. There is no second list of permissions here.
 *
 * <p>Owner thread: everything of a connection belongs to its channel's event loop, but for {@link
 * io.junctor.mqtt.listener.Outbox}, where events cross over from the session's thread.
 *
 * <p>What is not here: QoS 2, persistent sessions, retransmission, shared subscriptions, topic
 * aliases, enhanced authentication, WebSocket, MQTT 3.1.
 *
 * @see <a href="https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html">MQTT 5.0</a>
 * @see <a href="https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html">MQTT 3.1.1</a>
 */
@NullMarked
package io.junctor.mqtt.listener;

import org.jspecify.annotations.NullMarked;
