package io.junctor.mqtt.broker;

import io.junctor.mqtt.mapping.TopicFilter;
import io.junctor.mqtt.mapping.TopicMap;
import io.junctor.mqtt.mapping.WampPattern;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter is to do. Filters are written without the prefixes of {@code map}.
 *
 * @param url {@code mqtt://host[:port]} or {@code mqtts://host[:port]}.
 * @param clientId our name at the broker.
 * @param username who we are there; empty for nobody.
 * @param password the proof; null for none.
 * @param map which topics are which URIs.
 * @param statusTopic where the broker tells whether we are there.
 * @param statusUri where the realm is told whether the broker is there.
 * @param publish what goes from here to the broker.
 * @param subscribe what comes from the broker to here.
 * @param call what the broker's clients may call here.
 */
public record BrokerConfig(
    URI url,
    String clientId,
    String username,
    @Nullable String password,
    TopicMap map,
    String statusTopic,
    String statusUri,
    List<PublishRule> publish,
    List<TopicFilter> subscribe,
    List<TopicFilter> call) {

  /**
   * Events that go to the broker.
   *
   * @param filter which.
   * @param retain whether they are retained here and there: the broker is then given what is
   *     retained here, and keeps the last one. Right for states, wrong for events.
   */
  public record PublishRule(TopicFilter filter, boolean retain) {}

  /** Copies the lists. */
  public BrokerConfig {
    publish = List.copyOf(publish);
    subscribe = List.copyOf(subscribe);
    call = List.copyOf(call);
  }

  /** The URIs and patterns that a filter stands for. */
  public List<WampPattern> patterns(TopicFilter filter) {
    return map.uriFilter(filter).patterns();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "BrokerConfig[url=" + url + ", clientId=" + clientId + ", username=" + username + "]";
  }
}
