package io.junctor.mqtt.link;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a broker is reached.
 *
 * @param url {@code mqtt://host[:1883]} or {@code mqtts://host[:8883]}.
 * @param clientId our name there; the broker keeps what it could not deliver under it.
 * @param username who we are; empty for nobody.
 * @param password the proof; null for none.
 * @param will what the broker publishes when it loses us.
 * @param sessionExpiry how long the broker keeps our subscriptions and messages while we are away.
 * @param keepAlive silence after which a lost link is noticed on both sides.
 * @param timeout of connecting, and of each answer that is waited for.
 * @param receiveMax messages of QoS 1 that the broker may send unacknowledged.
 * @param packetBytesMax the longest packet the broker may send.
 */
public record LinkSettings(
    URI url,
    String clientId,
    String username,
    @Nullable String password,
    LinkMessage will,
    Duration sessionExpiry,
    Duration keepAlive,
    Duration timeout,
    int receiveMax,
    long packetBytesMax) {

  /** Without the password. */
  @Override
  public String toString() {
    return "LinkSettings[url=" + url + ", clientId=" + clientId + ", username=" + username + "]";
  }
}
